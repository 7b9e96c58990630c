// Reads Kubernetes objects as JSON, an array, from standard input and writes one line for each fault: "Kind/name: what".
// An object of a kind that no package here knows gives the line "Kind/name: unknown kind apiVersion".
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const packages = ['kubernetes-models', '@kubernetes-models/gateway-api', '@kubernetes-models/cert-manager', '@kubernetes-models/cloudnative-pg'];

function modelOf({ apiVersion, kind }) {
  // The packages of custom resources have a folder per group under its whole name; that of Kubernetes itself under its first part or all of it.
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  const folders = [group, group.split('.')[0]].map(name => (name ? `${name}/${version}` : version));
  for (const name of packages) {
    for (const folder of folders) {
      try {
        const model = require(`${name}/${folder}`)[kind];
        if (model) return model;
      } catch (error) {
        if (!['MODULE_NOT_FOUND', 'ERR_PACKAGE_PATH_NOT_EXPORTED'].includes(error.code)) throw error;
      }
    }
  }
}

let text = '';
for await (const chunk of process.stdin) text += chunk;
for (const object of JSON.parse(text)) {
  const name = `${object.kind}/${object.metadata?.name}`;
  const Model = modelOf(object);
  if (!Model) {
    console.log(`${name}: unknown kind ${object.apiVersion}`);
    continue;
  }
  try {
    new Model(object).validate();
  } catch (error) {
    console.log(`${name}: ${error.message}`);
  }
}
