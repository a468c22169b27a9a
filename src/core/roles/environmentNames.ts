/** What names of environment variables with secrets have in common; AWS's own credential variables are among them. */
const SECRET_NAME = /SECRET|TOKEN|PASS|.PWD|CREDENTIAL|KEY|AUTH(?!OR)|JWT|COOKIE|WEBHOOK|DSN|(?:^|_)PAT(?:_|$)/i;
/** An address with a user name or a password in it, be its signs encoded or not. */
const ADDRESS_WITH_SECRET = /:\/\/(?:[^\s/?#]*|[^\s/?#@]*:[^\s@]*)@/;

/** The environment variable that a variable of a profile stands for, `env:NAME`; undefined for the others. */
export function environmentVariable(name: string): string | undefined {
  return name.startsWith('env:') ? name.slice('env:'.length) : undefined;
}

/** Whether the value of an environment variable holds a secret, whatever its name is, and so must not go into a call. */
export function isSecretValue(value: string): boolean {
  return ADDRESS_WITH_SECRET.test(value);
}

/** Names of the environment variables that a text of a profile takes in, `${env:NAME}`. */
function environmentNames(text: string): string[] {
  return [...text.matchAll(/\$\{env:([^}]*)\}/g)].map(([, name = '']) => name);
}

/** The first of them that looks like a secret by its name, and so must not go into a call; undefined without one. */
export function secretVariable(text: string): string | undefined {
  return environmentNames(text).find((name) => SECRET_NAME.test(name));
}
