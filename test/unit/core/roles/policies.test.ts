import assert from 'node:assert/strict';
import { parse, printParseErrorCode, type ParseError } from 'jsonc-parser';
import type { BaseIdentity } from '../../../../src/core/roles/baseIdentity';
import { generatePolicies, type PolicyFacts } from '../../../../src/core/roles/policies';
import { describePolicies } from '../../../../src/core/roles/policiesText';
import type { Hop, Profile } from '../../../../src/core/roles/profile';
import { profileOf } from '../../support/memoryWorld';

const HUB = 'arn:aws:iam::111111111111:role/Hub';
const LAKE = 'arn:aws:iam::222222222222:role/data/Lake';
const ALICE = { arn: 'arn:aws:iam::111111111111:user/alice', accountId: '111111111111' };

function profile(chain: readonly Hop[], more: Partial<Profile> = {}): Profile {
  return { ...profileOf('lake', []), chain, ...more };
}

/** Principals and conditions of a base identity's and a hop's trust policies, by owner. */
function trust(source: BaseIdentity, chain: readonly Hop[], facts?: PolicyFacts): unknown {
  return generatePolicies(profile(chain, { source }), facts)
    .filter(({ kind }) => kind === 'trust')
    .map(({ owner, document }) => [
      owner,
      ...document.Statement.map(({ Principal, Action, Condition }) => ({
        Principal,
        Action,
        ...(Condition && { Condition }),
      })),
    ]);
}

describe('IAM policies of a profile', () => {
  it('are one text, ready to paste: whose each document is, where it belongs and what to do first', () => {
    const chain: Hop[] = [
      { roleArn: HUB, durationSeconds: 43_200 },
      { roleArn: LAKE, externalId: { secret: 'lake-partner' } },
    ];
    assert.equal(
      describePolicies(profile(chain), { identity: ALICE }),
      `// IAM policies for the profile "lake".
// Attach each document, from { to }, where the comment above it says.
[
  // User alice in account 111111111111 · permission policy
  // Attach to arn:aws:iam::111111111111:user/alice.
  // Optional: in the same account the trust policy that names the caller suffices; nothing may deny it.
  {
    "Version": "2012-10-17",
    "Statement": [
      {
        "Effect": "Allow",
        "Action": "sts:AssumeRole",
        "Resource": "arn:aws:iam::111111111111:role/Hub"
      }
    ]
  },

  // Role Hub in account 111111111111 · trust policy
  // Trust policy of arn:aws:iam::111111111111:role/Hub: add these statements to it, or replace it.
  // Set the role’s maximum session duration to 43200 seconds or more.
  {
    "Version": "2012-10-17",
    "Statement": [
      {
        "Effect": "Allow",
        "Principal": {
          "AWS": "arn:aws:iam::111111111111:user/alice"
        },
        "Action": "sts:AssumeRole"
      }
    ]
  },

  // Role Hub in account 111111111111 · permission policy
  // Attach to arn:aws:iam::111111111111:role/Hub.
  {
    "Version": "2012-10-17",
    "Statement": [
      {
        "Effect": "Allow",
        "Action": "sts:AssumeRole",
        "Resource": "arn:aws:iam::222222222222:role/data/Lake"
      }
    ]
  },

  // Role Lake in account 222222222222 · trust policy
  // Trust policy of arn:aws:iam::222222222222:role/data/Lake: add these statements to it, or replace it.
  // Replace what stands in <…> first.
  {
    "Version": "2012-10-17",
    "Statement": [
      {
        "Effect": "Allow",
        "Principal": {
          "AWS": "arn:aws:iam::111111111111:role/Hub"
        },
        "Action": "sts:AssumeRole",
        "Condition": {
          "StringEquals": {
            "sts:ExternalId": "<external ID lake-partner>"
          }
        }
      }
    ]
  }
]
`,
    );
  });

  it('are JSON with comments, whatever the profile is called', () => {
    const named = profile([{ roleArn: HUB, tags: { 'a b': 'c' } }, { roleArn: LAKE }], { name: 'a\n],"b' });
    const errors: ParseError[] = [];
    const documents = parse(describePolicies(named) ?? '', errors) as unknown[];
    assert.deepEqual(
      errors.map(({ error }) => printParseErrorCode(error)),
      [],
    );
    assert.equal(documents.length, 4);
  });

  it('are those of one hop and its caller when only that is asked for', () => {
    const text = describePolicies(profile([{ roleArn: HUB }, { roleArn: LAKE }]), { identity: ALICE }, 1) ?? '';
    assert.deepEqual(text.match(/(?<=\/\/ ).* · .*/g), [
      'Role Hub in account 111111111111 · permission policy',
      'Role Lake in account 222222222222 · trust policy',
    ]);
  });

  it('are not needed without a role', () => {
    assert.equal(describePolicies(profile([])), undefined);
  });

  it('stand by account, in the order of the chain, and once for a role that is used twice', () => {
    const chain = [{ roleArn: HUB }, { roleArn: LAKE }, { roleArn: HUB }, { roleArn: LAKE }];
    const policies = generatePolicies(profile(chain), { identity: ALICE });
    assert.deepEqual(
      policies.map(({ accountId, kind, owner, hops }) => [accountId, kind, owner, hops]),
      [
        ['111111111111', 'permission', 'User alice', [0]],
        ['111111111111', 'trust', 'Role Hub', [0, 2]],
        ['111111111111', 'permission', 'Role Hub', [1, 3]],
        ['222222222222', 'trust', 'Role Lake', [1, 3]],
        ['222222222222', 'permission', 'Role Lake', [2]],
      ],
    );
    const [, hub] = policies;
    assert.deepEqual(
      hub?.document.Statement.map(({ Principal }) => Principal),
      [{ AWS: ALICE.arn }, { AWS: LAKE }],
    );
  });

  it('never hold a secret external ID that was not handed over for it', () => {
    const chain = [{ roleArn: HUB, externalId: { secret: 'door' } }];
    assert.match(describePolicies(profile(chain)) ?? '', /"sts:ExternalId": "<external ID door>"/);
    const handedOver = { externalIds: new Map([['door', 'door-7c41']]) };
    assert.match(describePolicies(profile(chain), handedOver) ?? '', /"sts:ExternalId": "door-7c41"/);
  });

  describe('mean the base identity', () => {
    const chain = [{ roleArn: LAKE }];

    it('of access keys by the user AWS names, else by a placeholder', () => {
      const keys: BaseIdentity = { type: 'accessKeys', name: 'alice' };
      assert.deepEqual(trust(keys, chain, { identity: ALICE }), [
        ['Role Lake', { Principal: { AWS: ALICE.arn }, Action: 'sts:AssumeRole' }],
      ]);
      assert.deepEqual(trust(keys, chain), [
        ['Role Lake', { Principal: { AWS: '<ARN of the user or role behind alice>' }, Action: 'sts:AssumeRole' }],
      ]);
    });

    it('of the root user not at all: it cannot assume roles', () => {
      const identity = { arn: 'arn:aws:iam::111111111111:root', accountId: '111111111111' };
      const [permission] = generatePolicies(profile(chain), { identity });
      assert.deepEqual(permission?.notes, [
        'The root user cannot assume roles: make an IAM user and use its access keys.',
      ]);
    });

    it('of an EC2 instance by its role, which EC2 must be trusted by, in every partition', () => {
      const source: BaseIdentity = { type: 'instanceMetadata' };
      const lake = (partition: string): Hop[] => [{ roleArn: `arn:${partition}:iam::222222222222:role/Lake` }];
      const identity = (partition: string) => ({
        arn: `arn:${partition}:sts::111111111111:assumed-role/App/i-0a1b`,
        accountId: '111111111111',
      });
      for (const [partition, service] of [
        ['aws', 'ec2.amazonaws.com'],
        ['aws-cn', 'ec2.amazonaws.com.cn'],
        ['aws-us-gov', 'ec2.amazonaws.com'],
      ] as const) {
        assert.deepEqual(trust(source, lake(partition), { identity: identity(partition) }), [
          ['Role App', { Principal: { Service: service }, Action: 'sts:AssumeRole' }],
          [
            'Role Lake',
            { Principal: { AWS: `arn:${partition}:iam::111111111111:role/App` }, Action: 'sts:AssumeRole' },
          ],
        ]);
      }
    });

    it('of Identity Center by the permission set, with the region in its path unless that is us-east-1', () => {
      const source = (region: string): BaseIdentity => ({
        type: 'identityCenter',
        startUrl: 'https://d-1.awsapps.com/start',
        region,
        accountId: '111111111111',
        roleName: 'Analyst',
      });
      for (const [region, path] of [
        ['us-east-1', '/'],
        ['eu-west-1', '/eu-west-1/'],
      ] as const) {
        const role = `arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com${path}AWSReservedSSO_Analyst_${'?'.repeat(16)}`;
        assert.deepEqual(trust(source(region), chain), [
          [
            'Role Lake',
            {
              Principal: { AWS: 'arn:aws:iam::111111111111:root' },
              Action: 'sts:AssumeRole',
              Condition: { ArnLike: { 'aws:PrincipalArn': role } },
            },
          ],
        ]);
      }
    });

    it('of a SAML provider with the audience of the partition', () => {
      const saml = (partition: string): unknown =>
        trust(
          {
            type: 'saml',
            roleArn: `arn:${partition}:iam::111111111111:role/Federated`,
            providerArn: `arn:${partition}:iam::111111111111:saml-provider/Idp`,
          },
          [],
        );
      for (const [partition, audience] of [
        ['aws', 'https://signin.aws.amazon.com/saml'],
        ['aws-cn', 'https://signin.amazonaws.cn/saml'],
        ['aws-us-gov', 'https://signin.amazonaws-us-gov.com/saml'],
      ] as const) {
        assert.deepEqual(saml(partition), [
          [
            'Role Federated',
            {
              Principal: { Federated: `arn:${partition}:iam::111111111111:saml-provider/Idp` },
              Action: 'sts:AssumeRoleWithSAML',
              Condition: { StringEquals: { 'SAML:aud': audience } },
            },
          ],
        ]);
      }
    });

    it('of a web identity by the claims of its token, else by placeholders', () => {
      const web: BaseIdentity = { type: 'webIdentity', roleArn: HUB, tokenFile: '/token' };
      const token = { issuer: 'https://token.example.com', audience: 'sts.amazonaws.com', subject: 'repo:acme/lake' };
      const claims = (issuer: string, subject: string) => [
        [
          'Role Hub',
          {
            Principal: { Federated: `arn:aws:iam::111111111111:oidc-provider/${issuer}` },
            Action: 'sts:AssumeRoleWithWebIdentity',
            Condition: { StringEquals: { [`${issuer}:aud`]: 'sts.amazonaws.com', [`${issuer}:sub`]: subject } },
          },
        ],
      ];
      assert.deepEqual(trust(web, [], { token }), claims('token.example.com', 'repo:acme/lake'));
      assert.deepEqual(trust(web, []), claims('<issuer without https://>', '<subject of the token>'));
    });
  });
});
