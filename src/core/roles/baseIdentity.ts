import { t } from '@vscode/l10n';
import { inAccount, type AccountBook } from './accounts/accountBook';

/** Where a profile's first credentials come from. */
export type BaseIdentity =
  /** An IAM user's access keys, kept in the vault under `name`. */
  | { readonly type: 'accessKeys'; readonly name: string }
  /** The access keys that stand in a profile of the shared config files (`~/.aws/credentials`, `~/.aws/config`). */
  | { readonly type: 'sharedConfig'; readonly profile: string }
  /** `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`. */
  | { readonly type: 'environment' }
  /** The role of the EC2 instance the extension runs on (IMDSv2). */
  | {
      readonly type: 'instanceMetadata';
      /** In place of `http://169.254.169.254`. */
      readonly endpoint?: string | undefined;
    }
  /** The role of the ECS task or EKS pod, by the `AWS_CONTAINER_CREDENTIALS_…` variables. */
  | { readonly type: 'container' }
  /** A role (permission set) of an IAM Identity Center user, after a sign-in in the browser. */
  | {
      readonly type: 'identityCenter';
      /** Such as `https://d-1234567890.awsapps.com/start`. */
      readonly startUrl: string;
      /** Region of the Identity Center instance. */
      readonly region: string;
      /** 12 digits. */
      readonly accountId: string;
      readonly roleName: string;
      /** Name of the `sso-session` of the shared config, under which the AWS CLI keeps its sign-in. */
      readonly session?: string | undefined;
    }
  /** A role assumed with the OIDC token in a file (AssumeRoleWithWebIdentity). */
  | {
      readonly type: 'webIdentity';
      readonly tokenFile: string;
      readonly roleArn: string;
      readonly sessionName?: string | undefined;
      readonly durationSeconds?: number | undefined;
    }
  /** A role assumed with a SAML assertion (AssumeRoleWithSAML), from a command or pasted. */
  | {
      readonly type: 'saml';
      readonly roleArn: string;
      /** ARN of the SAML provider in IAM (PrincipalArn). */
      readonly providerArn: string;
      /** Prints the base64 assertion; without one the person pastes it. */
      readonly command?: string | undefined;
      readonly durationSeconds?: number | undefined;
    }
  /** A command that prints credentials as JSON (`credential_process`). */
  | { readonly type: 'process'; readonly command: string }
  /** The console sign-in that `aws login` keeps for a profile of the shared config. */
  | { readonly type: 'login'; readonly profile: string }
  /** What the AWS CLI and SDKs would use here: the default credential provider chain. */
  | { readonly type: 'defaultChain' };

/** The discriminator of {@link BaseIdentity}. */
export type BaseIdentityType = BaseIdentity['type'];

type Of<T extends BaseIdentityType> = Extract<BaseIdentity, { type: T }>;

/** What everybody needs to know about one kind of base identity; how it gets credentials is the AWS layer's table. */
export interface BaseIdentityKind<T extends BaseIdentityType = BaseIdentityType> {
  /** Name of the kind, such as `Access keys`. */
  readonly title: () => string;
  /** What it needs, half a sentence for pickers. */
  readonly needs: () => string;
  /** A base identity of that kind, short: `alice`, `config profile dev`. */
  readonly label: (source: Of<T>, book: AccountBook) => string;
  /** A codicon. */
  readonly icon: string;
  /**
   * Whether its credentials are temporary: then AWS caps the first hop at an hour as role chaining and takes no MFA code
   * (IAM User Guide, "Role chaining"). `unknown` until they are there.
   */
  readonly temporary: boolean | 'unknown';
  /** Whether new credentials can be had without a person, given that the first were. */
  readonly renewsAlone: boolean | ((source: Of<T>) => boolean);
  /** Why there are no credentials, a sentence, and what to do. */
  readonly unavailable: (source: Of<T>) => { readonly message: string; readonly cure: string };
}

/** Every kind of base identity, in the order people are offered them. */
export const BASE_IDENTITIES: { readonly [T in BaseIdentityType]: BaseIdentityKind<T> } = {
  accessKeys: {
    title: () => t('Access keys'),
    needs: () => t('an IAM user’s key pair, kept in secret storage'),
    label: ({ name }) => name,
    icon: 'key',
    temporary: false,
    renewsAlone: true,
    unavailable: ({ name }) => ({
      message: t('No access keys are stored under "{0}".', name),
      cure: t('Run "AWS: Set Access Keys…" to store them.'),
    }),
  },
  identityCenter: {
    title: () => t('IAM Identity Center'),
    needs: () => t('a sign-in in the browser'),
    label: ({ accountId, roleName }, book) => t('{0} by Identity Center', inAccount(roleName, accountId, book)),
    icon: 'organization',
    temporary: true,
    renewsAlone: true,
    unavailable: ({ startUrl }) => ({
      message: t('You are not signed in to {0}.', startUrl),
      cure: t('Run "AWS: Assume Role" to sign in.'),
    }),
  },
  sharedConfig: {
    title: () => t('Shared config profile'),
    needs: () => t('a profile of ~/.aws/config or ~/.aws/credentials'),
    label: ({ profile }) => t('config profile {0}', profile),
    icon: 'file',
    temporary: 'unknown',
    renewsAlone: true,
    unavailable: ({ profile }) => ({
      message: t('The shared config profile "{0}" gives no credentials.', profile),
      cure: t('Check the profile in ~/.aws/config and ~/.aws/credentials.'),
    }),
  },
  environment: {
    title: () => t('Environment variables'),
    needs: () => 'AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY',
    label: () => t('environment'),
    icon: 'terminal',
    temporary: 'unknown',
    renewsAlone: true,
    unavailable: () => ({
      message: t('The environment has no AWS credentials.'),
      cure: t('Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY where VS Code is started.'),
    }),
  },
  instanceMetadata: {
    title: () => t('EC2 instance profile'),
    needs: () => t('VS Code’s extensions run on an EC2 instance with a role'),
    label: () => t('EC2 instance profile'),
    icon: 'server',
    temporary: true,
    renewsAlone: true,
    unavailable: ({ endpoint }) => ({
      message: t('The instance metadata service at {0} gave no credentials.', endpoint ?? '169.254.169.254'),
      cure: t(
        'Check that this is an EC2 instance with an instance profile, and that AWS_EC2_METADATA_DISABLED is not set.',
      ),
    }),
  },
  container: {
    title: () => t('Container credentials'),
    needs: () => t('an ECS task role or EKS Pod Identity'),
    label: () => t('container role'),
    icon: 'package',
    temporary: true,
    renewsAlone: true,
    unavailable: () => ({
      message: t('The container credential endpoint gave no credentials.'),
      cure: t('Check AWS_CONTAINER_CREDENTIALS_FULL_URI or …_RELATIVE_URI and the role of the task or pod.'),
    }),
  },
  webIdentity: {
    title: () => t('Web identity token file'),
    needs: () => t('an OIDC token in a file, and a role that trusts its issuer'),
    label: () => t('web identity'),
    icon: 'globe',
    temporary: true,
    renewsAlone: true,
    unavailable: ({ tokenFile }) => ({
      message: t('The web identity token file "{0}" cannot be used.', tokenFile),
      cure: t('Check that the file is there and holds a token that has not expired.'),
    }),
  },
  saml: {
    title: () => t('SAML assertion'),
    needs: () => t('an assertion of your identity provider, pasted or from a command'),
    label: () => t('SAML'),
    icon: 'shield',
    temporary: true,
    renewsAlone: ({ command }) => command !== undefined,
    unavailable: () => ({
      message: t('There is no usable SAML assertion.'),
      cure: t('Sign in at your identity provider and paste a new one; an assertion is good for 5 minutes.'),
    }),
  },
  process: {
    title: () => t('Credential process'),
    needs: () => t('a command that prints credentials as JSON'),
    label: () => t('credential process'),
    icon: 'console',
    temporary: 'unknown',
    renewsAlone: true,
    unavailable: () => ({
      message: t('The credential process gave no credentials.'),
      cure: t('Run the command in a terminal and see what it prints.'),
    }),
  },
  login: {
    title: () => t('AWS CLI sign-in'),
    needs: () => t('a session of "aws login"'),
    label: ({ profile }) => t('aws login ({0})', profile),
    icon: 'account',
    temporary: true,
    renewsAlone: true,
    unavailable: ({ profile }) => ({
      message: t('The sign-in of "aws login" for the profile "{0}" is missing or has ended.', profile),
      cure: t('Run "aws login --profile {0}" in a terminal.', profile),
    }),
  },
  defaultChain: {
    title: () => t('What the AWS CLI would use here'),
    needs: () => t('the default credential provider chain'),
    label: () => t('default chain'),
    icon: 'list-ordered',
    temporary: 'unknown',
    renewsAlone: true,
    unavailable: () => ({
      message: t('The AWS CLI would find no credentials here.'),
      cure: t('Set AWS_PROFILE, sign in, or choose another base identity.'),
    }),
  },
};

/** The record of a base identity's kind. */
export function kindOf(source: BaseIdentity): BaseIdentityKind {
  // The key decides the record's argument type; TypeScript cannot follow that through the lookup.
  return BASE_IDENTITIES[source.type] as unknown as BaseIdentityKind;
}

/** The base identity for people: `alice`, `config profile dev` or `environment`. */
export function sourceLabel(source: BaseIdentity, book: AccountBook): string {
  return kindOf(source).label(source, book);
}

/** Whether new credentials of that base identity can be had without a person. */
export function renewsAlone(source: BaseIdentity): boolean {
  const { renewsAlone: rule } = kindOf(source);
  return typeof rule === 'boolean' ? rule : rule(source);
}
