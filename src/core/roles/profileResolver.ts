import { t } from '@vscode/l10n';
import type { AccountBook } from './accounts/accountBook';
import { withProductionMarks } from './accounts/productionMarks';
import { parseRoleArn } from './arn';
import { readableEndpoints } from '../secrets/secretUse';
import type { BaseIdentity } from './baseIdentity';
import { checkChain } from './chainRules';
import { recipeOf } from './consent/recipe';
import { addGuardRails, type GuardRails } from './guardRails';
import { partitionOf } from './partitions';
import type { Endpoints, Hop, MfaMethod, Profile, ProfileOrigin } from './profile';
import { problem, type ProblemPlace, type ProfileProblem } from './profileProblem';
import type { WrittenProfile } from './profileSchema';
import { foldedName } from './scopes';

/** A profile as written, and where. */
export interface Written extends ProblemPlace {
  readonly origin: Exclude<ProfileOrigin, 'adHoc'>;
  /** Undefined when its shape is wrong. */
  readonly profile: WrittenProfile | undefined;
  /** The guard rails that stand on itself, also when its shape is wrong. */
  readonly rails: Partial<GuardRails>;
  /** Names of the profiles that led here where references are replaced already, as in the shared config files. */
  readonly goesOnFrom?: readonly string[] | undefined;
}

/** Profiles by the names they have where they are written: each scope has names of its own. */
export type WrittenProfiles = Readonly<Record<Written['origin'], ReadonlyMap<string, Written>>>;

/** What a profile goes on from. */
interface Reference {
  readonly name: string;
  /** Undefined when there is none of that name. */
  readonly target: Written | undefined;
  /** The field that names it. */
  readonly field: 'name' | 'profile';
}

/**
 * Follows references between profiles; reports cycles, unknown references and rules that need the whole chain. A
 * profile refers to those of its own scope first, then to those of wider ones, never to those of a narrower one: what
 * a person wrote does not change with the workspace that is open.
 */
export class ProfileResolver {
  readonly #done = new Map<Written, Profile | undefined>();
  /** The way from the profile asked for to the one being resolved. */
  readonly #trail: Written[] = [];
  /** The user's profiles by folded name; those of the shared config files have no guard rails of their own. */
  readonly #users: ReadonlyMap<string, readonly Written[]>;

  /**
   * @param mfaMethods for profiles that choose none, by where they are written
   * @param problems receives what is found
   */
  constructor(
    private readonly written: WrittenProfiles,
    private readonly mfaMethods: Readonly<Record<Written['origin'], MfaMethod | 'auto'>>,
    private readonly accounts: AccountBook,
    private readonly problems: ProfileProblem[],
  ) {
    const users = new Map<string, Written[]>();
    for (const [name, entry] of written.user) {
      const same = users.get(foldedName(name));
      if (same) same.push(entry);
      else users.set(foldedName(name), [entry]);
    }
    this.#users = users;
  }

  /** The profile with all references replaced; undefined when it cannot be used. */
  resolve(entry: Written): Profile | undefined {
    if (this.#done.has(entry)) return this.#done.get(entry);
    this.#trail.push(entry);
    const profile = entry.profile && this.#link(entry, entry.profile);
    this.#trail.pop();
    this.#done.set(entry, profile);
    return profile;
  }

  #link(entry: Written, profile: WrittenProfile): Profile | undefined {
    const reference = this.#reference(entry);
    if (!reference) return this.#check(entry, profile, undefined);
    const { target, field } = reference;
    const start = this.#trail.findIndex((earlier) => earlier === target);
    const cycle = start >= 0;
    const base = cycle || !target ? undefined : this.resolve(target);
    if (base) return this.#check(entry, profile, base);
    const text = cycle
      ? t('refers to itself: {0}', [...this.#trail.slice(start).map(({ name }) => name), reference.name].join(' → '))
      : t('refers to the profile "{0}", which does not exist or has errors', reference.name);
    this.problems.push(problem('error', entry, ['source', field], text));
    return undefined;
  }

  /** What the profile goes on from; undefined when it starts with a base identity. */
  #reference({ origin, profile }: Written): Reference | undefined {
    if (!profile) return undefined;
    const { source } = profile;
    const { user, workspace, awsConfig } = this.written;
    if (source.type === 'profile') {
      const { name } = source;
      const target = (origin === 'workspace' ? workspace.get(name) : undefined) ?? user.get(name);
      return { name, target, field: 'name' };
    }
    if (source.type !== 'sharedConfig') return undefined;
    // Config profiles come with their whole way, so there it means the keys a section holds; one that is not (yet) read
    // may hold some.
    const target = origin === 'awsConfig' ? undefined : awsConfig.get(source.profile);
    return target && { name: source.profile, target, field: 'profile' };
  }

  /** The user's profiles whose name a profile of the workspace has taken. */
  #namesakes({ origin, writtenName }: Written): readonly Written[] {
    return origin === 'workspace' ? (this.#users.get(foldedName(writtenName)) ?? []) : [];
  }

  /** The guard rails of a profile and of all it goes on from or takes the name of, whether they can be used or not. */
  #railsOf(entry: Written): GuardRails {
    const all = new Set([entry]);
    for (const each of all) {
      const target = this.#reference(each)?.target;
      for (const above of [...(target ? [target] : []), ...this.#namesakes(each)]) all.add(above);
    }
    return addGuardRails(...[...all].map(({ rails }) => rails));
  }

  /** Tells of guard rails that the profile says it takes off. */
  #reportTakenOff(entry: Written, { readOnly, production }: WrittenProfile): void {
    if (readOnly !== false && production !== false) return;
    const target = this.#reference(entry)?.target;
    const above: (readonly [Written, string])[] = [
      ...(target ? [[target, t('"{0}", which it goes on from,', target.name)] as const] : []),
      ...this.#namesakes(entry).map((same) => [same, t('"{0}" in {1} settings', same.name, same.scope)] as const),
    ];
    for (const [wider, who] of above) {
      const rails = this.#railsOf(wider);
      const report = (field: keyof GuardRails, text: string): void => {
        this.problems.push(problem('warning', entry, [field], text));
      };
      if (readOnly === false && rails.readOnly) report('readOnly', t('cannot be switched off: {0} is read-only', who));
      if (production === false && rails.production) {
        report('production', t('cannot be switched off: {0} is marked as production', who));
      }
    }
  }

  #check(entry: Written, profile: WrittenProfile, base: Profile | undefined): Profile | undefined {
    const { name, writtenName, origin, goesOnFrom = [] } = entry;
    const namesakes = this.#namesakes(entry).map((same) => this.resolve(same));
    const rails = this.#railsOf(entry);
    this.#reportTakenOff(entry, profile);
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
      mfaMethod: mfaMethod ?? this.mfaMethods[origin],
      readOnly: rails.readOnly,
      region,
    });
    for (const { severity, hop, field, text } of problems) {
      const index = hop === undefined ? undefined : hop - before.length;
      const path = index === undefined || !profile.chain ? [field] : ['chain', index, field];
      this.problems.push(problem(severity, entry, path, text));
    }
    if (problems.some(({ severity }) => severity === 'error')) return undefined;
    const hosts = endpoints ?? base?.endpoints ?? {};
    if (!this.#checkReadable(entry, hosts)) return undefined;
    const resolved: Profile = {
      name,
      ...(writtenName === name ? {} : { writtenName }),
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
      readOnly: rails.readOnly,
      // Accounts and patterns may have marked what it goes on from, or those whose name it has.
      production: rails.production || [base, ...namesakes].some((above) => above?.production === true),
      accounts: this.accounts,
    };
    const guarded = withProductionMarks(resolved, this.accounts, { names: [writtenName, ...goesOnFrom] });
    return origin === 'workspace' ? { ...guarded, workspaceRecipe: recipeOf(guarded) } : guarded;
  }

  /** What goes over plain HTTP to another machine can be read and changed on the way: the person's own decision alone. */
  #checkReadable(entry: Written, endpoints: Endpoints): boolean {
    const { origin } = entry;
    const [readable] = readableEndpoints({ endpoints });
    if (readable === undefined || origin === 'awsConfig') return true;
    const text = t('has {0}, which is not encrypted; use https://, or http:// for this machine only', readable);
    const severity = origin === 'workspace' ? 'error' : 'warning';
    this.problems.push(problem(severity, entry, ['endpoints'], text));
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
