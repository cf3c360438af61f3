import assert from "node:assert/strict";
import { join } from "node:path";
import { findPython } from "../../../local/toolchain/python";
import { executable, temporaryFolder } from "../executable";

describe("findPython", () => {
  const root = temporaryFolder();
  const working = (path: string, version = "3.13") => executable(join(root, path), `echo ${version}`);
  const broken = (path: string) => executable(join(root, path), "echo 'pyenv: not selected' >&2; exit 127");
  const search = (path: string, more: NodeJS.ProcessEnv = {}) =>
    findPython({ PATH: `${join(root, path)}:/usr/bin:/bin`, HOME: join(root, path), ...more });

  it("takes python3.13 on the PATH", async () => {
    const python = working("plain/python3.13");
    assert.equal(await search("plain"), python);
  });
  it("takes a python3 of that version", async () => {
    const python = working("unversioned/python3");
    assert.equal(await search("unversioned"), python);
  });
  it("passes over another version under the right name", async () => {
    working("misnamed/python3.13", "3.12");
    await assert.rejects(
      search("misnamed"),
      /Python 3\.13 .* is neither on the PATH nor under pyenv: install it/,
    );
  });
  it("goes past a pyenv shim that does not run to the version behind it", async () => {
    broken("shims/python3.13");
    working("shims/.pyenv/versions/3.12.1/bin/python3.12", "3.12");
    const python = working("shims/.pyenv/versions/3.13.0/bin/python3.13");
    assert.equal(await search("shims"), python);
  });
  it("looks for pyenv's versions under PYENV_ROOT", async () => {
    const python = working("elsewhere/versions/3.13.5/bin/python3.13");
    assert.equal(await search("none", { PYENV_ROOT: join(root, "elsewhere") }), python);
  });
  it("takes nothing but the one named in KMS_FOUNDATION_PYTHON", async () => {
    working("named/python3.13");
    const other = working("other/my-python");
    assert.equal(await search("named", { KMS_FOUNDATION_PYTHON: other }), other);
    await assert.rejects(
      search("named", { KMS_FOUNDATION_PYTHON: join(root, "missing") }),
      /KMS_FOUNDATION_PYTHON \(.*missing\) is not a Python 3\.13/,
    );
  });
});
