import { t } from '@vscode/l10n';
import { stsDestination } from '../../core/secrets/destination';
import { Sendable } from '../../core/secrets/sendable';
import type { SecretVault, SignInPrompter, SourceContext } from '../../core/sessions/ports';
import { AppError } from '../../core/support/errors';
import type { Sts } from '../sts';
import { runCommand } from './command';
import type { IdentityOf, Resolver } from './resolver';

/** A role by AssumeRoleWithSAML with an assertion that a command prints or the person pastes. */
export function saml(
  sts: Sts,
  vault: Pick<SecretVault, 'allow'>,
  prompter: Pick<SignInPrompter, 'samlAssertion'>,
): Resolver<'saml'> {
  return async (source, context) => {
    const { roleArn, providerArn, durationSeconds } = source;
    const text = await assertionText(source, vault, prompter, context);
    const assertion = new Sendable(readAssertion(text), stsDestination(context.target));
    return sts.assumeRoleWithSaml({ roleArn, providerArn, assertion, durationSeconds }, context.target, context.signal);
  };
}

async function assertionText(
  { command }: IdentityOf<'saml'>,
  vault: Pick<SecretVault, 'allow'>,
  prompter: Pick<SignInPrompter, 'samlAssertion'>,
  context: SourceContext,
): Promise<string> {
  const { profile, target, interactive, signal } = context;
  const to = stsDestination(target);
  if (command !== undefined) {
    await vault.allow({ type: 'samlCommand', name: command }, [to], context);
    return runCommand(command, signal);
  }
  if (!interactive) throw new AppError('interactionRequired', t('A SAML assertion must be pasted.'));
  return prompter.samlAssertion(profile, to, signal);
}

/**
 * The base64 assertion of a text: as it is, over several lines, or as the form a browser posts
 * (`SAMLResponse=…&RelayState=…`, percent-encoded).
 * @throws AppError assertionRejected, without the text
 */
function readAssertion(text: string): string {
  const field = /(?:^|&)SAMLResponse=([^&]*)/.exec(text.trim())?.[1];
  const decoded = /%[0-9a-f]{2}/i.test(field ?? text) ? decodeForm(field ?? text) : (field ?? text);
  const assertion = decoded.replace(/\s/g, '');
  const xml = /^[a-z0-9+/]+={0,2}$/i.test(assertion) ? Buffer.from(assertion, 'base64').toString('utf8') : '';
  if (/^\s*<[\s\S]*Assertion/.test(xml)) return assertion;
  throw new AppError('assertionRejected', t('That text is not a base64 SAML assertion.'));
}

function decodeForm(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
