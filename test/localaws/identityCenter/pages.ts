import { page } from '../kernel/page';
import type { AwsResponse } from '../kernel/types';
import { escapeXml } from '../kernel/xml';
import type { CodeRequest } from './authorizationCodes';
import type { RegisteredClient } from './clientRegistry';
import type { DeviceAuthorization } from './deviceAuthorizations';

function scopesOf({ scopes }: RegisteredClient): string {
  return scopes.includes('sso:account:access')
    ? 'list your AWS accounts and get credentials of your roles in them'
    : 'access your AWS accounts';
}

function decisionForm(action: string, fields: string, userNames: readonly string[]): string {
  const options = userNames.map((name) => `<option>${escapeXml(name)}</option>`).join('');
  return `<form method="post" action="${escapeXml(action)}">
${fields}
<label>Sign in as <select name="user">${options}</select></label>
<p><button name="decision" value="allow">Allow</button><button name="decision" value="deny">Deny</button></p>
</form>`;
}

/** The page where a person allows a client to be sent back with a code. @param action where the form goes */
export function authorizationPage(request: CodeRequest, action: string, userNames: readonly string[]): AwsResponse {
  const { client, redirectUri } = request;
  return page(
    'Allow access?',
    `<p><strong>${escapeXml(client.name)}</strong> wants to ${scopesOf(client)}.</p>
<p>Afterwards the browser goes to ${escapeXml(new URL(redirectUri).host)}.</p>
${decisionForm(action, '', userNames)}`,
  );
}

/** The page that asks for the code a device shows. @param problem why the code entered before does not do */
export function userCodePage(action: string, problem = ''): AwsResponse {
  return page(
    'Authorize a device',
    `<p role="alert">${escapeXml(problem)}</p>
<form method="get" action="${escapeXml(action)}">
<label>Code your device shows
<input class="code" name="user_code" required autofocus autocomplete="off" spellcheck="false" maxlength="9"></label>
<p><button>Next</button></p>
</form>`,
  );
}

/** The page where a person allows a device. */
export function devicePage(
  { client, userCode }: DeviceAuthorization,
  action: string,
  userNames: readonly string[],
): AwsResponse {
  return page(
    'Authorize a device',
    `<p><strong>${escapeXml(client.name)}</strong> wants to ${scopesOf(client)}.</p>
<p>Allow it only if it shows this code: <span class="code">${escapeXml(userCode)}</span></p>
${decisionForm(action, `<input type="hidden" name="user_code" value="${escapeXml(userCode)}">`, userNames)}`,
  );
}

/** The page after a decision. */
export function decidedPage(allowed: boolean): AwsResponse {
  return allowed
    ? page('Request allowed', '<p>You can close this window and go back to your application.</p>')
    : page('Request denied', '<p>Your application has got no access. You can close this window.</p>');
}

/** The page of a request that cannot be answered. */
export function refusalPage(message: string): AwsResponse {
  return page('Invalid request', `<p>${escapeXml(message)}</p>`, 400);
}
