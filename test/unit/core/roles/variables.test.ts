import type { Profile } from '../../../../src/core/roles/profile';
import { readProfiles } from '../../../../src/core/roles/profileSet';
import { expandProfile, type Variables } from '../../../../src/core/roles/variables';
import { isAppError } from '../../../../src/core/support/errors';
import assert from 'node:assert/strict';

const ROLE = 'arn:aws:iam::222222222222:role/Lake';

const here: Variables = {
  user: 'Jörg Meier',
  hostname: 'laptop.local',
  workspaceFolderBasename: 'lake-jobs',
  date: '2026-11-21',
  env: (name) => ({ TEAM: 'data' })[name],
};

function profileOf(written: object): Profile {
  const set = readProfiles([{ scope: 'User', value: { lake: written } }]);
  const profile = set.profiles.get('lake');
  assert.ok(profile, JSON.stringify(set.problems));
  return profile;
}

const expanded = (written: object, variables = here): Profile => expandProfile(profileOf(written), variables);
const keys = { type: 'accessKeys', name: '${env:TEAM}-user' };

describe('variables in a profile', () => {
  it('give each person a session name of their own, in characters AWS takes', () => {
    const { chain } = expanded({ source: keys, roleArn: ROLE, sessionName: '${user}@${hostname}' });
    assert.equal(chain[0]?.sessionName, 'J-rg-Meier@laptop.local');
  });

  it('tag the session with the person, as data pipelines do', () => {
    const tags = { 'streamsets/principal': '${user}', profile: '${profile}', since: '${date}', plain: 'x' };
    const { chain } = expanded({ source: keys, roleArn: ROLE, tags });
    assert.deepEqual(chain[0]?.tags, {
      'streamsets/principal': 'Jörg Meier',
      profile: 'lake',
      since: '2026-11-21',
      plain: 'x',
    });
  });

  it('may name the base identity, the folder and the environment', () => {
    const hop = { roleArn: ROLE, sourceIdentity: '${callerName}', sessionName: '${workspaceFolderBasename}' };
    const { source, chain } = expanded({ source: keys, ...hop });
    assert.deepEqual(source, { type: 'accessKeys', name: 'data-user' });
    assert.equal(chain[0]?.sourceIdentity, 'data-user');
    assert.equal(chain[0].sessionName, 'lake-jobs');
  });

  it('choose the MFA device of the person', () => {
    const mfaSerial = 'arn:aws:iam::111111111111:mfa/${env:TEAM}';
    assert.equal(expanded({ source: keys, mfaSerial }).mfaSession, 'arn:aws:iam::111111111111:mfa/data');
    const direct = expanded({ source: keys, roleArn: ROLE, mfaSerial, mfaMethod: 'assumeRole' });
    assert.equal(direct.chain[0]?.mfaSerial, 'arn:aws:iam::111111111111:mfa/data');
  });

  it('leave a profile without any as it is', () => {
    const profile = profileOf({ source: { type: 'environment' }, roleArn: ROLE, sessionName: 'alice' });
    assert.deepEqual(expandProfile(profile, here).chain, profile.chain);
  });

  it('are told by name where their values go with a call, and not where they only name a file', () => {
    const hop = { roleArn: ROLE, sessionName: '${env:TEAM}', tags: { a: '${env:TEAM}', b: 'x' } };
    const tokenFile = '/home/${env:TEAM}/token';
    const source = { type: 'webIdentity', tokenFile, roleArn: ROLE };
    assert.deepEqual(expanded({ source, ...hop }).environment, ['TEAM']);
    assert.deepEqual(expanded({ source }).environment, []);
  });

  it('are told by name where only the name of the caller brings them into a call', () => {
    const source = { type: 'accessKeys', name: '${env:TEAM}-user' };
    assert.deepEqual(expanded({ source, roleArn: ROLE }).environment, []);
    assert.deepEqual(expanded({ source, roleArn: ROLE, sessionName: '${callerName}' }).environment, ['TEAM']);
  });

  it('take no secret of the environment into a call', () => {
    const names = [
      ...['AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_ACCESS_KEY_ID', 'github_token', 'DB_PASSWORD', 'SSHPASS'],
      ...['MYSQL_PWD', 'GITHUB_PAT', 'NPM_AUTH', 'DOCKER_AUTH_CONFIG', 'SENTRY_DSN', 'CI_JOB_JWT', 'SLACK_WEBHOOK'],
    ];
    for (const name of names) {
      const text = `\${env:${name}}`;
      for (const written of [
        { source: keys, roleArn: ROLE, sessionName: text },
        { source: keys, roleArn: ROLE, externalId: text },
        { source: keys, roleArn: ROLE, tags: { who: `me-${text}` } },
        { source: keys, roleArn: ROLE, sourceIdentity: text },
        { source: keys, mfaSerial: text },
        { source: { type: 'accessKeys', name: text } },
        { source: { type: 'webIdentity', tokenFile: '/t', roleArn: ROLE, sessionName: text } },
        { source: keys, chain: [{ roleArn: ROLE }, { roleArn: ROLE, tags: { who: text } }] },
      ]) {
        const { profiles, problems } = readProfiles([{ scope: 'User', value: { lake: written } }]);
        assert.equal(profiles.size, 0, JSON.stringify(written));
        assert.ok(problems.some(({ message }) => message.includes(name)));
      }
    }
    const file = { source: { type: 'webIdentity', tokenFile: '${env:AWS_WEB_IDENTITY_TOKEN_FILE}', roleArn: ROLE } };
    assert.deepEqual(readProfiles([{ scope: 'User', value: { lake: file } }]).problems, []);
  });

  it('take no address with a password of the environment into a call, whatever the variable is called', () => {
    const hop = { source: keys, roleArn: ROLE };
    for (const value of [
      'http://me:hunter2@proxy.corp:3128',
      'postgres://me:a/b@db',
      'redis://:p@h',
      'https://pat@git',
    ]) {
      for (const written of [
        { ...hop, sessionName: '${env:TEAM}' },
        { ...hop, externalId: '${env:TEAM}' },
        { ...hop, tags: { who: '${env:TEAM}' } },
        { source: { type: 'accessKeys', name: '${env:TEAM}' }, roleArn: ROLE, sessionName: '${callerName}' },
      ]) {
        assert.throws(
          () => expanded(written, { ...here, env: () => value }),
          (error) => isAppError(error, 'invalidProfile') && !error.message.includes(value),
          JSON.stringify([value, written]),
        );
      }
    }
    for (const value of [
      'https://ci.corp/jobs/1',
      'me@corp',
      'git@host:repo',
      '/home/me',
      'GIT_AUTHOR',
      'C:\\me@home',
    ]) {
      assert.ok(expanded({ ...hop, tags: { who: '${env:GIT_AUTHOR}' } }, { ...here, env: () => value }));
    }
    for (const name of ['PWD', 'GIT_AUTHOR_NAME', 'PATH', 'HOME', 'CI_PROJECT_URL', 'PATTERN']) {
      assert.deepEqual(
        readProfiles([{ scope: 'User', value: { lake: { ...hop, tags: { who: `\${env:${name}}` } } } }]).problems,
        [],
      );
    }
  });

  it('are cut to the length AWS takes', () => {
    const { chain } = expanded(
      { source: keys, roleArn: ROLE, sessionName: '${user}' },
      { ...here, user: 'x'.repeat(99) },
    );
    assert.equal(chain[0]?.sessionName, 'x'.repeat(64));
  });

  it('leave the policy variables of IAM alone', () => {
    const policy = { Version: '2012-10-17', Statement: [{ Resource: 'arn:aws:s3:::b/${aws:username}/*' }] };
    assert.deepEqual(expanded({ source: keys, roleArn: ROLE, policy }).chain[0]?.policy, policy);
  });

  it('are plain text in profiles of the AWS config, as they are to the AWS CLI', () => {
    const config = { p: { source: keys, roleArn: ROLE, tags: { who: '${user}' } } };
    const profile = readProfiles([], { mfaMethod: 'auto', config }).profiles.get('p');
    assert.ok(profile);
    assert.deepEqual(expandProfile(profile, here), profile);
  });

  const refused = (written: object, message: RegExp, variables = here): void => {
    assert.throws(
      () => expanded(written, variables),
      (error: unknown) => isAppError(error, 'invalidProfile') && message.test(error.message),
    );
  };

  it('that do not exist are refused with profile, hop and field', () => {
    const chain = [{ roleArn: ROLE }, { roleArn: ROLE, tags: { who: '${username}' } }];
    refused({ source: keys, chain }, /^Profile "lake", hop 2, tags\.who: has no value for \$\{username\} here/);
  });

  it('of the environment that are not set are refused', () => {
    refused({ source: keys, roleArn: ROLE, sessionName: '${env:NOBODY}' }, /no value for \$\{env:NOBODY\}/);
  });

  it('of a folder are refused in an empty window', () => {
    const empty = { ...here, workspaceFolderBasename: undefined };
    refused({ source: keys, roleArn: ROLE, sessionName: '${workspaceFolderBasename}' }, /no value for/, empty);
  });

  it('of the environment are not shown, whatever AWS thinks of them', () => {
    const variables = { ...here, env: () => 'secret of ours' };
    const profile = profileOf({ source: { type: 'environment' }, roleArn: ROLE, externalId: '${env:EXTERNAL_ID}' });
    assert.throws(
      () => expandProfile(profile, variables),
      (error) => isAppError(error, 'invalidProfile') && !error.message.includes('ours'),
    );
  });

  it('that become something AWS refuses are told before any call, with what they became', () => {
    refused(
      { source: keys, roleArn: ROLE, externalId: 'x ${user}' },
      /externalId: has characters .*\(it became "x Jörg Meier"\)/,
    );
    refused({ source: keys, roleArn: ROLE, sessionName: '${env:ONE}' }, /at least 2/, { ...here, env: () => 'a' });
  });
});
