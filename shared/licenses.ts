/** One package that is inside the program: `out/licenses.json` is a list of these, by name. */
export interface PackageLicense {
  name: string;
  version: string;
  /** SPDX identifier, or what the package says in its place. */
  license: string;
  /** The licence itself; never empty. */
  text: string;
}
