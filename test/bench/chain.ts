import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { createAwsServices } from '../../src/aws';
import type { Profile } from '../../src/core/roles/profile';
import { ChainWalker } from '../../src/core/sessions/chainWalker';
import { Credentials } from '../../src/core/sessions/credentials';
import { cancelled } from '../../src/core/support/errors';
import { systemClock } from '../../src/vscode/support/systemClock';
import { chainTo } from '../conformance/person';
import { conformanceWorld, KEYS } from '../conformance/world';
import { startLocalAws, type LocalAws } from '../localaws/server';
import { toClientCredentials, type ClientCredentials } from '../localaws/testing/clients';
import { secretsInMemory } from '../support/secretsInMemory';
import { PROFILE_DEFAULTS } from '../support/profileDefaults';
import { median, ms, range, ratio, sideBySide, type Row, type Section } from './report';
import { agreed } from '../support/consent';

const ROUNDS = 15;

/** A chain of three roles for one, ten and a hundred users at the same time, beside the three calls by the SDK alone. */
export async function chainOfThree(): Promise<Section> {
  const aws = await startLocalAws(conformanceWorld);
  try {
    const work = {
      one: () => ours(aws, 1),
      ten: () => ours(aws, 10),
      hundred: () => ours(aws, 100),
      sdk: () => plainSdk(aws.endpoint),
    };
    const calls = new Map<keyof typeof work, number>();
    for (const name of Object.keys(work) as (keyof typeof work)[]) {
      aws.log.clear();
      await work[name]();
      calls.set(name, aws.log.count({ service: 'sts' }));
    }
    const times = await sideBySide(ROUNDS, work);
    const base = median(times.sdk);
    const row = (name: string, of: keyof typeof work): Row => [
      name,
      String(calls.get(of)),
      `${ms(median(times[of]))} (${range(times[of])})`,
      ratio(median(times[of]), base),
    ];
    return {
      title: 'A chain of three roles',
      method:
        'Nothing kept from before; the local AWS in the same process. ' +
        `Medians of ${ROUNDS} rounds in turn, in brackets the range.`,
      columns: ['', 'STS calls', 'ms', 'beside the SDK alone'],
      rows: [
        row('SDK alone, three AssumeRole calls', 'sdk'),
        row('ours, 1 user', 'one'),
        row('ours, 10 users at once', 'ten'),
        row('ours, 100 users at once', 'hundred'),
      ],
    };
  } finally {
    await aws.close();
  }
}

/** Walks the chain once, for that many callers at the same time. */
async function ours(aws: LocalAws, users: number): Promise<void> {
  const vault = secretsInMemory({ accessKeys: () => Promise.resolve(new Credentials(KEYS.alice)) });
  const profile: Profile = {
    ...PROFILE_DEFAULTS,
    name: 'bench',
    source: { type: 'accessKeys', name: 'alice' },
    chain: chainTo(),
    endpoints: { sts: aws.endpoint },
  };
  const walker = new ChainWalker({
    ...createAwsServices(vault, undefined),
    vault,
    clock: systemClock,
    prompter: { mfaCode: () => Promise.reject(cancelled()) },
    defaultSessionName: () => 'bench',
  });
  const { signal } = new AbortController();
  await Promise.all(Array.from({ length: users }, () => walker.walk(agreed(profile), { interactive: false, signal })));
}

/** What a script would do: a client per session, one call each. */
async function plainSdk(endpoint: string): Promise<void> {
  let credentials: ClientCredentials = KEYS.alice;
  for (const { roleArn } of chainTo()) {
    const client = new STSClient({ endpoint, region: 'us-east-1', credentials });
    const answer = await client.send(new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'bench' }));
    credentials = toClientCredentials(answer.Credentials);
    client.destroy();
  }
}
