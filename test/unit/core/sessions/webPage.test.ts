import fc from 'fast-check';
import assert from 'node:assert/strict';
import { WebPage } from '../../../../src/core/sessions/webPage';
import { isAppError } from '../../../../src/core/support/errors';

describe('a page for the browser', () => {
  for (const [address, host] of [
    ['https://d-0123456789.awsapps.com/start/#/device?user_code=ABCD', 'd-0123456789.awsapps.com'],
    ['HTTPS://Example.com:8443/x', 'example.com:8443'],
    ['http://127.0.0.1:4566/device', '127.0.0.1:4566'],
    ['http://localhost:4566/', 'localhost:4566'],
    ['http://[::1]:4566/', '[::1]:4566'],
  ] as const) {
    it(`may be ${address}`, () => assert.equal(WebPage.of(address).host, host));
  }

  const refused = [
    ...[
      'vscode://publisher.extension/run',
      'vscode-insiders://x',
      'file:///etc/passwd',
      'smb://host/share',
      'ms-msdt:/id',
    ],
    ...['javascript:alert(1)', 'data:text/html,x', 'command:workbench.action.reloadWindow', 'http://example.com/'],
    ...[
      'http://localhost.example.com/',
      'http://127.0.0.1.example.com',
      'https://aws.amazon.com@example.com/',
      'x',
      '',
    ],
    ...['https:', '//example.com', 'https://user:password@example.com'],
  ];
  for (const address of refused) {
    it(`is not ${address || 'nothing'}`, () => {
      assert.throws(
        () => WebPage.of(address),
        (error) => isAppError(error, 'strangeAnswer'),
      );
    });
  }

  it('is of HTTPS, or of this machine, whatever a service names', () => {
    const address = fc.oneof(
      fc.webUrl({ validSchemes: ['https', 'http', 'ftp', 'vscode', 'file'], withFragments: true }),
      fc.string({ unit: 'binary' }),
      fc
        .tuple(fc.constantFrom('https:', 'http:', 'HTTP:', '\thttps:', 'file:', 'vscode:'), fc.string())
        .map((parts) => parts.join('//')),
    );
    fc.assert(
      fc.property(address, (text) => {
        let page: WebPage;
        try {
          page = WebPage.of(text);
        } catch (error) {
          return isAppError(error, 'strangeAnswer');
        }
        const { protocol, hostname, host } = new URL(page.url);
        return host === page.host && (protocol === 'https:' || /^(localhost|127\..*|\[::1\])$/.test(hostname));
      }),
      { numRuns: 500 },
    );
  });
});
