import { t } from '@vscode/l10n';
import { AppError } from '../support/errors';

/**
 * A page that may be opened in the person's browser: of HTTPS, or of HTTP on this machine. Anything else that a sign-in
 * service names could start another program or show a file.
 */
export class WebPage {
  private constructor(
    readonly url: string,
    /** Host and port, as the person should see where they are led. */
    readonly host: string,
  ) {}

  /** @throws AppError strangeAnswer for what is no such page */
  static of(address: string): WebPage {
    const url = URL.canParse(address) ? new URL(address) : undefined;
    const isWeb = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
    // What stands before an @ looks like the host and is not.
    if (!url || !isWeb || url.username !== '' || url.password !== '') {
      throw new AppError('strangeAnswer', t('The sign-in service names a page that cannot be opened: {0}', address), {
        cure: t('Correct the start URL and the endpoints of the profile.'),
      });
    }
    return new WebPage(url.href, url.host);
  }
}

/** Whether a host name of a URL is this machine itself, with nothing to look up. */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}
