import { chains } from './cases/chains';
import { changes } from './cases/changes';
import type { ConformanceCase } from './cases/conformanceCase';
import { objects } from './cases/objects';
import { presigned } from './cases/presigned';
import { sessionPolicies } from './cases/sessionPolicies';
import { sessionLife } from './cases/sessions';
import { versions } from './cases/versions';
import type { ConformanceTarget, Lacks } from './target';

type Groups = Readonly<Record<string, readonly ConformanceCase[]>>;

const GROUPS: Groups = {
  'role chains': chains,
  'life of a session': sessionLife,
  'session policies': sessionPolicies,
  'Amazon S3': objects,
  'changes in Amazon S3': changes,
  'versions and uploads in Amazon S3': versions,
  'presigned URLs': presigned,
};

/**
 * Makes every case a test of this target. A case that is about a rule the target lacks is a pending test, whose title
 * says why.
 * @param more cases for this target beside those for all
 */
export function describeConformance(
  name: string,
  lacks: Lacks,
  start: () => Promise<ConformanceTarget>,
  more: Groups = {},
): void {
  describe(`conformance: ${name}`, () => {
    let target: ConformanceTarget | undefined;
    before(async () => (target = await start()));
    after(() => target?.close());

    for (const [group, cases] of Object.entries({ ...GROUPS, ...more })) {
      describe(group, () => {
        for (const each of cases) {
          const { title, needs } = each;
          const reason = needs && lacks[needs];
          if (reason !== undefined) {
            it(`${title} (not possible: ${reason})`);
            continue;
          }
          it(title, async () => {
            if (!target) throw new Error(`${name} has not started.`);
            await each.run(target);
          });
        }
      });
    }
  });
}
