import type { ServerClock } from './kernel/clock';
import { page } from './kernel/page';
import type { RequestLog } from './kernel/requestLog';
import type { AwsRequest, AwsResponse } from './kernel/types';
import { queryValue } from './kernel/signature';
import type { MfaDevice } from './iam/mfaDevice';
import type { OidcIssuer } from './oidcIssuer/oidcIssuer';
import type { SamlIssuer } from './samlIssuer/samlIssuer';

/** No bucket can have this name, so the paths below it are free. */
const PREFIX = '/_localaws/';

/** What the side door shows. */
export interface SideDoorParts {
  readonly mfaDevices: readonly MfaDevice[];
  readonly log: RequestLog;
  readonly clock: ServerClock;
  readonly oidc: OidcIssuer;
  readonly saml: SamlIssuer;
  /** What the environment of an instance, an ECS task (`ecs`) and an EKS pod (`eks`) says. */
  readonly environment: () => Readonly<Record<string, unknown>>;
}

const json = (value: unknown): AwsResponse => ({
  status: 200,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: JSON.stringify(value, undefined, 2),
});

const text = (body: string): AwsResponse => ({
  status: 200,
  headers: { 'content-type': 'text/plain', 'cache-control': 'no-store' },
  body,
});

const INDEX = `<p>A local AWS: IAM, STS, Identity Center and S3 for tests and first steps.</p>
<ul>
<li><a href="${PREFIX}mfa">MFA codes</a></li>
<li><a href="/device">Identity Center: authorize a device</a></li>
<li><a href="${PREFIX}log">Request log</a> (JSON)</li>
<li><a href="${PREFIX}environment.json">Endpoints of the EC2 instance, the ECS task and the EKS pod</a> (JSON)</li>
<li><code>${PREFIX}web-identity-token?sub=…&amp;aud=…</code>: a token for AssumeRoleWithWebIdentity</li>
<li><code>${PREFIX}saml-assertion?role=…&amp;name=…</code>: an assertion for AssumeRoleWithSAML; <code>role</code> is
  <code>roleArn,providerArn</code> and may come several times</li>
</ul>`;

const MFA_PAGE = `<p>The codes the MFA devices of this local AWS show now. A code is good once.</p>
<p id="state" role="status"></p>
<ul id="devices"></ul>
<script>
  const list = document.getElementById('devices');
  const state = document.getElementById('state');
  const items = new Map();
  const add = (parent, name, properties) => parent.appendChild(Object.assign(document.createElement(name), properties));
  function itemOf(serialNumber) {
    if (!items.has(serialNumber)) {
      const item = add(list, 'li', {});
      add(item, 'span', { className: 'serial', textContent: serialNumber });
      items.set(serialNumber, {
        code: add(item, 'span', { className: 'code' }),
        bar: add(item, 'progress', { max: 30, ariaLabel: 'Time left' }),
        left: add(item, 'span', {}),
      });
    }
    return items.get(serialNumber);
  }
  async function show() {
    const devices = await (await fetch('${PREFIX}mfa.json')).json();
    state.textContent = '';
    for (const { serialNumber, code, secondsLeft } of devices) {
      const item = itemOf(serialNumber);
      // A code that stays is left alone, so that it can be selected and copied.
      if (item.code.textContent !== code) item.code.textContent = code;
      item.bar.value = secondsLeft;
      item.left.textContent = ' ' + secondsLeft + ' s left';
    }
  }
  const refresh = () => show().catch(() => { state.textContent = 'The local AWS has stopped.'; });
  refresh();
  setInterval(refresh, 1000);
</script>`;

/** @returns an answer to unsigned requests below `/_localaws/`, for people and scripts; undefined for all others */
export function createSideDoor({
  mfaDevices,
  log,
  clock,
  oidc,
  saml,
  environment,
}: SideDoorParts): (request: AwsRequest) => AwsResponse | Promise<AwsResponse> | undefined {
  const mfaCodes = (): unknown =>
    mfaDevices.map((device) => ({
      serialNumber: device.serialNumber,
      code: device.codeAt(clock.now()),
      secondsLeft: device.secondsLeftAt(clock.now()),
    }));
  const webIdentityToken = async (request: AwsRequest): Promise<AwsResponse> => {
    const [subject = '', audience] = [queryValue(request, 'sub'), queryValue(request, 'aud')];
    return text(await oidc.token({ subject, audience }));
  };
  const samlAssertion = (request: AwsRequest): AwsResponse => {
    const roles = request.query.filter(([name]) => name === 'role').map(([, value]) => value);
    return text(saml.assertion({ roles, sessionName: queryValue(request, 'name') }));
  };
  const pages: Readonly<Record<string, (request: AwsRequest) => AwsResponse | Promise<AwsResponse>>> = {
    '': () => page('Local AWS', INDEX),
    mfa: () => page('MFA codes', MFA_PAGE),
    'mfa.json': () => json(mfaCodes()),
    log: () => json(log.entries),
    'environment.json': () => json(environment()),
    'web-identity-token': webIdentityToken,
    'saml-assertion': samlAssertion,
  };
  return (request) => {
    const { rawPath, headers } = request;
    if (!rawPath.startsWith(PREFIX) || headers['authorization'] !== undefined) return undefined;
    return pages[rawPath.slice(PREFIX.length)]?.(request) ?? { status: 404, body: 'Not found' };
  };
}
