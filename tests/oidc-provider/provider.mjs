// An e-ID broker for the tests: oidc-provider with a login form that takes the key of a made-up person. Configuration: one JSON argument.
// { port, key: JWK, settings: { levelClaim, client, persons: { key: { number, name, level } } } }. Whoever logs in as key~fault gets an
// identity token with that fault.
import { createHash, randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, importJWK, SignJWT, UnsecuredJWT, decodeJwt } from 'jose';
import { Provider } from 'oidc-provider';

const { port, key, settings } = JSON.parse(process.argv[2]);

async function foreignKey() {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return { ...(await exportJWK(privateKey)), kid: key.kid };
}

const faulty = {
  issuer: (claims) => sign({ ...claims, iss: 'http://127.0.0.1:1' }),
  audience: (claims) => sign({ ...claims, aud: 'another-client' }),
  nonce: (claims) => sign({ ...claims, nonce: 'another-nonce' }),
  expired: (claims) => sign({ ...claims, iat: claims.iat - 90_000, exp: claims.iat - 86_400 }),
  signature: async (claims) => sign(claims, await foreignKey()),
  unsigned: async (claims) => (await sign(claims)).replace(/[^.]*$/, ''),
  none: (claims) => new UnsecuredJWT(claims).encode(),
  secret: (claims) => new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(createHash('sha256').update(settings.client.client_secret ?? '').digest()),
};

async function sign(claims, jwk = key) {
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: jwk.kid }).sign(await importJWK(jwk, 'RS256'));
}

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [settings.client],
  jwks: { keys: [key] },
  cookies: { keys: [randomUUID()] },
  conformIdTokenClaims: false,
  claims: { openid: ['sub', 'name', 'personal_number', settings.levelClaim] },
  clientAuthMethods: ['client_secret_post', 'private_key_jwt'],
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_, interaction) => `/login/${interaction.uid}` },
  findAccount: (_, id) => {
    const person = settings.persons[id.split('~')[0]];
    return { accountId: id, claims: () => ({ sub: id, name: person.name, personal_number: person.number, [settings.levelClaim]: person.level }) };
  },
  loadExistingGrant: async (ctx) => {
    const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
    grant.addOIDCScope('openid profile');
    await grant.save();
    return grant;
  },
});

provider.use(async (ctx, next) => {
  const [, page, uid, act] = ctx.path.split('/');
  if (page !== 'login') {
    await next();
    if (ctx.path === '/token' && ctx.body?.id_token) {
      const claims = decodeJwt(ctx.body.id_token);
      const fault = faulty[claims.sub.split('~')[1]];
      if (fault) ctx.body = { ...ctx.body, id_token: await fault(claims) };
    }
  } else if (ctx.method === 'POST') {
    const person = ctx.query.person;
    const result = act === 'cancel' ? { error: 'access_denied', error_description: 'cancelled' } : { login: { accountId: person, acr: settings.persons[person.split('~')[0]].level ?? undefined } };
    await provider.interactionFinished(ctx.req, ctx.res, result, { mergeWithLastSubmission: false });
    ctx.respond = false;
  } else {
    ctx.body = `login ${uid}`;
  }
});

provider.listen(port, '127.0.0.1', () => process.stdout.write('ready\n'));
