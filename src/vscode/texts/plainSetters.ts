/** How a property's new value becomes the one that VS Code gets. */
export type Setters<T extends object> = { readonly [K in keyof T]?: (value: T[K]) => T[K] };

/** `target`, an object of VS Code whose texts are set later, with its texts made plain as they are set. */
export function withPlainTexts<T extends object>(target: T, setters: Setters<T>): T {
  return new Proxy(target, {
    set: (_, name, value: unknown) => {
      const setter = (setters as Readonly<Record<PropertyKey, ((value: unknown) => unknown) | undefined>>)[name];
      return Reflect.set(target, name, setter && value !== undefined ? setter(value) : value);
    },
    // VS Code's objects know themselves only.
    get: (_, name) => {
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
