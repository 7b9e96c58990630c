// A whole frontend of a third party: sign-in with PKCE, ballot, receipt. Tokens are kept in memory only, and never in an address.
const settings = await (await fetch('settings.json')).json();
const api = `${settings.gateway}/medborgarbudget/v1`;
const subBudget = `${api}/sub-budgets/${settings.subBudget}`;
const redirect = location.origin + location.pathname;
const $ = (id) => document.getElementById(id);

const base64url = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));
const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

function say(text) {
  $('message').textContent = text;
}

// Asks, and asks again when the server says that it pays: 429 and 503 carry Retry-After, and in the waiting room a ticket that keeps the place.
async function call(address, options = {}) {
  const headers = { 'Accept-Language': 'sv', ...options.headers };
  for (let tries = 0; ; tries++) {
    const answer = await fetch(address, { ...options, headers });
    if (answer.ok) return answer.json();
    const seconds = Number(answer.headers.get('Retry-After'));
    if (![429, 503].includes(answer.status) || !seconds || tries === 60) {
      const problem = await answer.json().catch(() => ({}));
      throw new Error(problem.title ?? problem.error_description ?? `Fel ${answer.status}`);
    }
    const place = answer.headers.get('Waiting-Place');
    if (place) headers['Waiting-Ticket'] = answer.headers.get('Waiting-Ticket');
    say(place ? `Många vill rösta nu. Du har plats ${place} i kön.` : 'Många röstar nu. Vi försöker igen strax.');
    await pause(seconds);
  }
}

async function signIn() {
  const verifier = random();
  const state = random();
  sessionStorage.setItem('sign-in', JSON.stringify({ verifier, state }));
  const challenge = base64url(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier)));
  location.href = `${settings.gateway}/connect/authorize?${new URLSearchParams({
    response_type: 'code', client_id: settings.clientId, redirect_uri: redirect, scope: 'openid vote', state,
    code_challenge: challenge, code_challenge_method: 'S256',
  })}`;
}

// The access token when the person comes back from signing in; null when she has not been there.
async function comeBack() {
  const query = new URLSearchParams(location.search);
  if (!query.has('state')) return null;
  const begun = JSON.parse(sessionStorage.getItem('sign-in') ?? '{}');
  sessionStorage.removeItem('sign-in');
  history.replaceState(null, '', redirect);
  if (query.has('error')) throw new Error(query.get('error') === 'access_denied' ? 'Du sa nej, så du är inte inloggad.' : 'Det går inte att legitimera sig genom den här appen just nu.');
  if (query.get('state') !== begun.state) throw new Error('Inloggningen började inte här. Försök igen.');
  const body = new URLSearchParams({
    grant_type: 'authorization_code', client_id: settings.clientId, redirect_uri: redirect, code: query.get('code'), code_verifier: begun.verifier,
  });
  return (await call(`${settings.gateway}/connect/token`, { method: 'POST', body })).access_token;
}

const json = (token, value, more = {}) => ({
  body: JSON.stringify(value), headers: { 'Authorization': `Bearer ${token}`, 'Content-Type': 'application/json', ...more },
});

function showBallot(manifest, cast) {
  const one = manifest.votingRule.voteType === 'VOTE_TYPE_CHOOSE_ONE';
  const kronor = (ore) => `${(Number(ore) / 100).toLocaleString('sv-SE')} kr`;
  $('rule').textContent = one ? 'Du kan välja ett förslag.' : `Det finns ${kronor(manifest.amountOre)} att fördela.`;
  $('items').replaceChildren(...manifest.items.map((item) => {
    const row = document.createElement('label');
    const box = Object.assign(document.createElement('input'), { type: one ? 'radio' : 'checkbox', name: 'item', value: item.proposalId });
    const text = document.createElement('span');
    text.append(item.title, Object.assign(document.createElement('span'), { className: 'cost', textContent: kronor(item.costOre) }));
    row.className = 'item';
    row.append(box, text);
    return row;
  }));
  $('ballot').hidden = false;
  $('ballot').onsubmit = async (event) => {
    event.preventDefault();
    const button = $('ballot').querySelector('button');
    button.disabled = true;
    await attempt(() => cast(new FormData($('ballot')).getAll('item')));
    button.disabled = false;
  };
}

async function attempt(work) {
  try {
    await work();
  } catch (error) {
    say(error.message);
  }
}

await attempt(async () => {
  $('go').onclick = () => attempt(signIn);
  const manifest = await call(`${subBudget}/manifest`);
  const about = await call(subBudget);
  $('title').textContent = `Rösta: ${about.plan.name}`;
  $('sign-in').hidden = false;
  const access = await comeBack();
  if (!access) return;
  $('sign-in').hidden = true;
  const { token } = await call(`${subBudget}/ballot-tokens`, { method: 'POST', ...json(access, {}) });
  say('');
  showBallot(manifest, async (proposalIds) => {
    // One key for one cast: however often it is sent, it is one ballot.
    const receipt = await call(`${subBudget}/ballot`, { method: 'PUT', ...json(token, { proposalIds }, { 'Idempotency-Key': crypto.randomUUID() }) });
    say('');
    $('ballot').hidden = true;
    $('code').textContent = receipt.receiptCode;
    $('receipt').hidden = false;
    $('received').focus();
  });
});
