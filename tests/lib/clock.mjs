/* clock.mjs - a clock for a server that lives another day: Debian's libfaketime reads the time from a file. Time goes on by
 * itself from what was set; the clocks that only measure how long something takes are left alone. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { BINARY } from './server.mjs'

const LIBRARY = '/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1'

/* A sanitizer's own library has to come first. */
function sanitizers() {
  const needed = execFileSync('ldd', [BINARY], { encoding: 'utf8' })
  return [...needed.matchAll(/=> (\S*lib[at]san\S*)/g)].map(([, path]) => path)
}

export class Clock {
  constructor(file) {
    if (!existsSync(LIBRARY)) throw new Error(`${LIBRARY} is missing: tools/setup.sh tests`)
    this.file = file
  }

  get env() {
    return {
      LD_PRELOAD: [...sanitizers(), LIBRARY].join(':'),
      FAKETIME_TIMESTAMP_FILE: this.file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      FAKETIME_DONT_RESET: '1',
    }
  }

  /* "2024-09-12T09:02:10+03:00": it is that now. */
  set(iso) {
    const seconds = (Date.parse(iso) - Date.now()) / 1000
    const text = `${seconds >= 0 ? '+' : ''}${seconds.toFixed(3)}`
    if (!existsSync(this.file) || readFileSync(this.file, 'utf8') !== text) writeFileSync(this.file, text)
  }
}
