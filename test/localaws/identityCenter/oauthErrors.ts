import { AwsError } from '../kernel/types';

/** The OAuth code and the HTTP status of each error (IAM Identity Center OIDC API Reference, "CreateToken"). */
const OAUTH_ERRORS = {
  AccessDeniedException: ['access_denied', 400],
  AuthorizationPendingException: ['authorization_pending', 400],
  ExpiredTokenException: ['expired_token', 400],
  InternalServerException: ['server_error', 500],
  InvalidClientException: ['invalid_client', 401],
  InvalidClientMetadataException: ['invalid_client_metadata', 400],
  InvalidGrantException: ['invalid_grant', 400],
  InvalidRedirectUriException: ['invalid_redirect_uri', 400],
  InvalidRequestException: ['invalid_request', 400],
  InvalidScopeException: ['invalid_scope', 400],
  SlowDownException: ['slow_down', 400],
  UnauthorizedClientException: ['unauthorized_client', 400],
  UnsupportedGrantTypeException: ['unsupported_grant_type', 400],
} as const satisfies Record<string, readonly [code: string, status: number]>;

/** Name of an error of Identity Center's OIDC service. */
export type OAuthErrorName = keyof typeof OAUTH_ERRORS;

/** @returns the refusal, with the status AWS gives it */
export function oauthError(name: OAuthErrorName, description: string): AwsError {
  return new AwsError(OAUTH_ERRORS[name][1], name, description);
}

/** @returns the `error` member of the answer's body; an injected fault may have a code that is none of the service's */
export function oauthCode(errorName: string): string {
  return errorName in OAUTH_ERRORS ? OAUTH_ERRORS[errorName as OAuthErrorName][0] : 'server_error';
}
