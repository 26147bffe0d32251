import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';

/** What Playwright starts; env where the browser brings its own libraries. */
export type Chromium = { executablePath?: string; args: string[]; env?: Record<string, string> };

const SYSTEM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
/** Also as root and in containers with a small /dev/shm. */
const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];

/** The browser of $CHROMIUM, else the system's, else the one from npm unpacked into a temporary folder (200 MB), else Playwright's own. */
export function findChromium(): Chromium {
  const given = process.env.CHROMIUM;
  if (given && !existsSync(given)) throw new Error(`CHROMIUM names ${given}, which is not there.`);
  const found = given || SYSTEM.find((path) => existsSync(path));
  if (found) return { executablePath: found, args: ARGS };
  if (process.platform !== 'linux' || process.arch !== 'x64') return { args: ARGS };
  const place = unpacked();
  return {
    executablePath: join(place, 'chromium'),
    args: [...ARGS, '--headless', '--no-zygote'],
    env: {
      ...(process.env as Record<string, string>),
      LD_LIBRARY_PATH: join(place, 'lib'),
      FONTCONFIG_FILE: join(place, 'fonts.conf'),
    },
  };
}

/** The browser of @sparticuz/chromium, unpacked once per version and user. */
function unpacked(): string {
  const bin = join(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '../bin');
  const uid = process.getuid?.();
  const place = join(tmpdir(), `headroom-chromium-${uid}-${statSync(join(bin, 'chromium.br')).size}`);
  if (!existsSync(place)) unpack(bin, place);
  if (statSync(place).uid !== uid) throw new Error(`${place} belongs to someone else: set CHROMIUM.`);
  return place;
}

/** Whole or not at all: a second run may look while the first unpacks. */
function unpack(bin: string, place: string): void {
  const making = `${place}.${process.pid}`;
  mkdirSync(making, { mode: 0o700 });
  writeFileSync(join(making, 'chromium'), brotliDecompressSync(readFileSync(join(bin, 'chromium.br'))), {
    mode: 0o755,
  });
  for (const archive of ['al2023', 'fonts']) {
    const input = brotliDecompressSync(readFileSync(join(bin, `${archive}.tar.br`)));
    const { status, stderr } = spawnSync('tar', ['-xf', '-', '-C', making], { input });
    if (status !== 0) throw new Error(`The browser of @sparticuz/chromium could not be unpacked: ${stderr}`);
  }
  writeFileSync(join(making, 'fonts.conf'), fontsOf(place));
  if (existsSync(place)) rmSync(making, { recursive: true });
  else renameSync(making, place);
}

function fontsOf(place: string): string {
  return `<fontconfig><dir>${place}/fonts</dir><cachedir>${place}/fonts-cache</cachedir></fontconfig>`;
}
