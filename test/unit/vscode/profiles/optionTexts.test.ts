import {
  durationText,
  readArns,
  readDuration,
  readPolicy,
  readTags,
} from '../../../../src/vscode/profiles/optionTexts';
import { fieldProblem, sourceFieldProblem } from '../../../../src/vscode/profiles/fieldProblems';
import fc from 'fast-check';
import assert from 'node:assert/strict';

const valueOf = (read: object): unknown => ('value' in read ? read.value : undefined);

describe('options as people type them', () => {
  it('take a duration in seconds or in units', () => {
    assert.deepEqual(
      ['3600', '2h', '90m', '1h 30m', '1H30M', '900s'].map((text) => valueOf(readDuration(text))),
      [3600, 7200, 5400, 5400, 5400, 900],
    );
    for (const text of ['', 'soon', '2 days', '-1h', '1.5h']) assert.ok('problem' in readDuration(text), text);
  });

  it('show a duration in the form that is read back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200_000 }), (seconds) => {
        assert.equal(valueOf(readDuration(durationText(seconds))), seconds);
      }),
    );
  });

  it('take tags one after another, values with = and blanks included', () => {
    assert.deepEqual(valueOf(readTags('team=data, cost center = 12 ; q=a=b\nempty=')), {
      team: 'data',
      'cost center': '12',
      q: 'a=b',
      empty: '',
    });
    assert.ok('problem' in readTags('team'));
    assert.ok('problem' in readTags('=data'));
  });

  it('take a policy document only as a JSON object', () => {
    assert.deepEqual(valueOf(readPolicy('{"Version":"2012-10-17"}')), { Version: '2012-10-17' });
    for (const text of ['', '[]', '{', 'null']) assert.ok('problem' in readPolicy(text), text);
  });

  it('take policy ARNs, a comma in a name included', () => {
    const arns = ['arn:aws:iam::aws:policy/ReadOnlyAccess', 'arn:aws:iam::111111111111:policy/a,b'];
    assert.deepEqual(valueOf(readArns(arns.join(', '))), arns);
  });
});

describe('a field that is typed', () => {
  it('keeps the limits the settings are checked with, and names the field', () => {
    assert.equal(fieldProblem('sessionName', 'Session name', '${user}'), undefined);
    assert.equal(fieldProblem('sessionName', 'Session name', 'a'), 'Session name must have at least 2 characters.');
    assert.equal(fieldProblem('durationSeconds', 'Duration', 60), 'Duration must be at least 900 seconds.');
  });

  it('of a base identity keeps those of its kind', () => {
    assert.match(
      sourceFieldProblem('saml', 'providerArn', 'SAML provider', 'x') ?? '',
      /^SAML provider must be a SAML/,
    );
    assert.match(sourceFieldProblem('identityCenter', 'startUrl', 'Start URL', 'd-1') ?? '', /must be a URL/);
    assert.equal(sourceFieldProblem('process', 'command', 'Command', 'print'), undefined);
    assert.match(sourceFieldProblem('process', 'command', 'Command', '') ?? '', /empty/);
  });
});
