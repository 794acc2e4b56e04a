import { expect, test } from 'vitest'
import type { Day } from '../../src/model/messages'
import type { Dict } from '../../src/text'
import { front as en } from '../../src/text/en/front'
import { front as fi } from '../../src/text/fi/front'
import { front as sv } from '../../src/text/sv/front'
import { personName } from '../../src/view/ui/personName'

const day = {
  organisations: [{ organisation: 'o1', name: 'Latvajärven kunta', type: 'municipality' }],
  seats: [
    { seat: 's1', organisation: 'o1', roles: ['participant'] },
    { seat: 's2', organisation: 'gone', roles: ['participant'] },
  ],
} as unknown as Day
const nameIn = (front: object, seat: string) =>
  personName(front as unknown as Dict, day, new Map([['s0', 'Anna Aalto']]), seat)

test('a person has a name', () => {
  expect(nameIn(fi, 's0')).toBe('Anna Aalto')
})

test('where the name has been erased, the organisation stands for it, in each language', () => {
  expect(nameIn(fi, 's1')).toBe('Poistettu henkilö (Latvajärven kunta)')
  expect(nameIn(sv, 's1')).toBe('Raderad person (Latvajärven kunta)')
  expect(nameIn(en, 's1')).toBe('Erased person (Latvajärven kunta)')
  expect(nameIn(fi, 's2')).toBe('Poistettu henkilö')
})
