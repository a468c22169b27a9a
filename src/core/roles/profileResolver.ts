import { t } from '@vscode/l10n';
import { parseRoleArn } from './arn';
import { readableEndpoints } from '../secrets/secretUse';
import type { BaseIdentity } from './baseIdentity';
import { checkChain } from './chainRules';
import { partitionOf } from './partitions';
import type { Endpoints, Hop, MfaMethod, Profile, ProfileOrigin } from './profile';
import { problem, type ProfileProblem } from './profileProblem';
import type { WrittenProfile } from './profileSchema';

/** A profile as written, its shape checked, and where. */
export interface Written {
  readonly scope: string;
  readonly origin: ProfileOrigin;
  readonly profile: WrittenProfile;
}

/** Profiles by name: the settings' and the shared config files', which have names of their own. */
export interface WrittenProfiles {
  readonly settings: ReadonlyMap<string, Written>;
  readonly config: ReadonlyMap<string, Written>;
}

/** One of {@link WrittenProfiles}. */
interface Reference {
  readonly from: keyof WrittenProfiles;
  readonly name: string;
}

/** Follows references between profiles; reports cycles, unknown references and rules that need the whole chain. */
export class ProfileResolver {
  readonly #done = new Map<Written, Profile | undefined>();
  /** The way from the profile asked for to the one being resolved. */
  readonly #trail: { readonly name: string; readonly entry: Written }[] = [];

  /** @param problems receives what is found */
  constructor(
    private readonly written: WrittenProfiles,
    private readonly mfaMethod: MfaMethod | 'auto',
    private readonly problems: ProfileProblem[],
  ) {}

  /** The profile with all references replaced; undefined when it cannot be used. */
  resolve({ from, name }: Reference): Profile | undefined {
    const entry = this.written[from].get(name);
    if (!entry) return undefined;
    if (this.#done.has(entry)) return this.#done.get(entry);
    this.#trail.push({ name, entry });
    const profile = this.#link(name, entry);
    this.#trail.pop();
    this.#done.set(entry, profile);
    return profile;
  }

  #link(name: string, entry: Written): Profile | undefined {
    const reference = this.#reference(entry);
    if (!reference) return this.#check(name, entry, undefined);
    const target = this.written[reference.from].get(reference.name);
    const start = this.#trail.findIndex(({ entry: earlier }) => earlier === target);
    const cycle = start >= 0;
    const base = cycle ? undefined : this.resolve(reference);
    if (base) return this.#check(name, entry, base);
    const text = cycle
      ? t('refers to itself: {0}', [...this.#trail.slice(start).map((step) => step.name), reference.name].join(' → '))
      : t('refers to the profile "{0}", which does not exist or has errors', reference.name);
    const field = reference.from === 'settings' ? 'name' : 'profile';
    this.problems.push(problem('error', entry.scope, name, ['source', field], text));
    return undefined;
  }

  /** The profile this one goes on from; undefined when it starts with a base identity. */
  #reference({ origin, profile: { source } }: Written): Reference | undefined {
    if (source.type === 'profile') return { from: 'settings', name: source.name };
    if (source.type !== 'sharedConfig') return undefined;
    // Config profiles come with their whole way, so there it means the keys a section holds; one that is not (yet) read
    // may hold some.
    if (origin === 'awsConfig' || !this.written.config.has(source.profile)) return undefined;
    return { from: 'config', name: source.profile };
  }

  #check(name: string, { scope, origin, profile }: Written, base: Profile | undefined): Profile | undefined {
    const { description, region, endpoints, s3, sts, fips, dualStack, mfaSerial, mfaMethod } = profile;
    const source = base?.source ?? (profile.source as BaseIdentity);
    const before = base ? withoutReadOnly(base) : [];
    const own = hopsOf(profile);
    const { chain, mfaSession, problems } = checkChain({
      source,
      hops: [...before, ...own],
      inherited: before.length,
      mfaSession: base?.mfaSession,
      mfaSerial: own.length === 0 ? mfaSerial : undefined,
      mfaMethod: mfaMethod ?? this.mfaMethod,
      readOnly: profile.readOnly ?? base?.readOnly ?? false,
      region,
    });
    for (const { severity, hop, field, text } of problems) {
      const index = hop === undefined ? undefined : hop - before.length;
      const path = index === undefined || !profile.chain ? [field] : ['chain', index, field];
      this.problems.push(problem(severity, scope, name, path, text));
    }
    if (problems.some(({ severity }) => severity === 'error')) return undefined;
    const hosts = endpoints ?? base?.endpoints ?? {};
    if (!this.#checkReadable(name, { scope, origin }, hosts)) return undefined;
    return {
      name,
      description,
      origin,
      source,
      mfaSession,
      chain,
      region: region ?? base?.region ?? defaultRegion(chain),
      endpoints: hosts,
      globalSts: sts === undefined ? (base?.globalSts ?? false) : sts === 'global',
      fips: fips ?? base?.fips ?? false,
      dualStack: dualStack ?? base?.dualStack ?? false,
      s3: {
        pathStyle: s3?.pathStyle ?? base?.s3.pathStyle ?? false,
        requesterPays: s3?.requesterPays ?? base?.s3.requesterPays ?? false,
        encryption: s3?.encryption ?? base?.s3.encryption,
        // Places belong to what a role may see, so they are not taken over from the profile before it.
        home: s3?.home,
        bookmarks: s3?.bookmarks ?? [],
      },
      readOnly: profile.readOnly ?? base?.readOnly ?? false,
      production: profile.production ?? base?.production ?? false,
    };
  }

  /** What goes over plain HTTP to another machine can be read and changed on the way: the person's own decision alone. */
  #checkReadable(name: string, { scope, origin }: Pick<Written, 'scope' | 'origin'>, endpoints: Endpoints): boolean {
    const [readable] = readableEndpoints({ endpoints });
    if (readable === undefined || origin === 'awsConfig') return true;
    const text = t('has {0}, which is not encrypted; use https://, or http:// for this machine only', readable);
    const severity = origin === 'workspace' ? 'error' : 'warning';
    this.problems.push(problem(severity, scope, name, ['endpoints'], text));
    return severity === 'warning';
  }
}

function hopsOf(profile: WrittenProfile): readonly Hop[] {
  if (profile.chain) return profile.chain;
  const { roleArn, sessionName, externalId, durationSeconds, mfaSerial } = profile;
  const { tags, transitiveTagKeys, sourceIdentity, policy, policyArns } = profile;
  if (roleArn === undefined) return [];
  return [
    {
      roleArn,
      sessionName,
      externalId,
      durationSeconds,
      mfaSerial,
      tags,
      transitiveTagKeys,
      sourceIdentity,
      policy,
      policyArns,
    },
  ];
}

/** The hops of a profile gone on from: only the last session is limited, those before it must assume the next role. */
export function withoutReadOnly({ chain, readOnly }: Profile): readonly Hop[] {
  return chain.map((hop, index) => (readOnly && index === chain.length - 1 ? { ...hop, policyArns: undefined } : hop));
}

function defaultRegion(chain: readonly Hop[]): string {
  return partitionOf(parseRoleArn(chain[0]?.roleArn ?? '')?.partition).defaultRegion;
}
