/** A row of a view that stands for a profile: menus hand it to commands, which get the profile's name. */
export class ProfileElement {
  constructor(readonly profile: string) {}
}
