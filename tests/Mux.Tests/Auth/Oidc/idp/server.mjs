// A certified identity provider on loopback. Commands come as lines of JSON on standard input; each is answered by a line on standard output.
import http from 'node:http';
import readline from 'node:readline';
import { generateKeyPairSync } from 'node:crypto';
import Provider from 'oidc-provider';

let issuer = '';
let settings = { clients: [], accounts: {}, idTokenSeconds: 3600 };
let keys = [newKey()];
let answer = (request, response) => response.writeHead(503).end();
const blocked = new Set();
const calls = {};

function newKey() {
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
  return { ...key, kid: `key-${Date.now()}-${Math.random().toString(36).slice(2)}`, use: 'sig', alg: 'RS256' };
}

function build() {
  const provider = new Provider(issuer, {
    clients: settings.clients,
    jwks: { keys },
    cookies: { keys: ['of the tests'] },
    scopes: ['openid', 'offline_access'],
    claims: { openid: ['sub'], profile: ['name', 'groups'], email: ['email', 'email_verified'] },
    pkce: { required: () => true },
    features: {
      devInteractions: { enabled: true },
      pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: true },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: { enabled: true },
    },
    ttl: { IdToken: () => settings.idTokenSeconds, AccessToken: () => settings.idTokenSeconds, Session: 86400, Grant: 86400, Interaction: 600, AuthorizationCode: 60, RefreshToken: 86400 },
    issueRefreshToken: async (context, client) => client.grantTypeAllowed('refresh_token'),
    findAccount: (context, id) => blocked.has(id) ? undefined : { accountId: id, claims: () => ({ sub: id, ...settings.accounts[id] }) },
    // Everybody has agreed to everything.
    loadExistingGrant: async (context) => {
      const grant = new context.oidc.provider.Grant({ accountId: context.oidc.session.accountId, clientId: context.oidc.client.clientId });
      grant.addOIDCScope('openid profile email offline_access');
      await grant.save();
      return grant;
    },
    // The library's own keeps away from loopback, where the mux under test is.
    fetch: (url, options) => globalThis.fetch(url, { ...options, dispatcher: undefined }),
  });
  provider.on('backchannel.error', (context, error, client) => console.error('backchannel', client.clientId, error.message, error.cause ?? ''));
  provider.on('server_error', (context, error) => console.error('server', error));
  answer = provider.callback();
}

const commands = {
  configure: (given) => { settings = { ...settings, ...given }; build(); },
  rotate: () => { keys = [newKey()]; build(); },
  block: ({ account }) => { blocked.add(account); },
  calls: () => calls,
};

const server = http.createServer((request, response) => {
  const path = `${request.method} ${request.url.split('?')[0]}`;
  calls[path] = (calls[path] ?? 0) + 1;
  return answer(request, response);
});
server.listen(0, '127.0.0.1', () => {
  issuer = `http://127.0.0.1:${server.address().port}`;
  console.log(JSON.stringify({ issuer }));
});
readline.createInterface({ input: process.stdin }).on('line', (line) => {
  const { command, ...given } = JSON.parse(line);
  console.log(JSON.stringify(commands[command](given) ?? {}));
}).on('close', () => process.exit(0));
