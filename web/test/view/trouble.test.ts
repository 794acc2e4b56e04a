import { expect, test } from 'vitest'
import { troubleOf } from '../../src/view/delivery/trouble'

test('a code says what somebody may do about a mail that came back', () => {
  const codes = ['5.1.1', '5.1.10', '5.2.2', '5.2.1', '5.7.1', '5.10.1', '4.4.7', '4.2.2']
  const said = codes.map((code) => troubleOf('bounced', code))
  expect(said).toEqual(['unknown', 'unknown', 'full', 'returned', 'returned', 'returned', 'late', 'late'])
})

test('what the server would not take is an address to be looked at, or not', () => {
  expect(troubleOf('refused', 'SMTP 550 to RCPT')).toBe('unknown')
  expect(troubleOf('refused', 'SMTP 554 to the message')).toBe('refused')
  expect(troubleOf('failed', 'curl 7 (Could not connect)')).toBe('late')
})

test('where nothing is to be mended nothing is said', () => {
  expect(troubleOf('sent', '')).toBeNull()
  expect(troubleOf('queued', 'SMTP 451 to RCPT')).toBeNull()
  expect(troubleOf('unsure', '')).toBeNull()
})
