/**
 * Runs `work` with these `AWS_…` variables and no others in this process's environment, which is as before afterwards.
 */
export async function withAwsEnvironment<T>(
  variables: Readonly<Record<string, string>>,
  work: () => Promise<T>,
): Promise<T> {
  const before = Object.entries(process.env).filter(([name]) => name.startsWith('AWS_'));
  const clear = (): void => {
    for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) Reflect.deleteProperty(process.env, name);
  };
  clear();
  // Without these the SDK would look into this machine's files.
  Object.assign(process.env, { AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' }, variables);
  try {
    return await work();
  } finally {
    clear();
    Object.assign(process.env, Object.fromEntries(before));
  }
}
