import { expect, test } from 'vitest'
import { bounceOf } from '../../src/view/delivery/bounce'

test('a code says what somebody may do about it', () => {
  const said = ['5.1.1', '5.1.10', '5.2.2', '5.2.1', '5.7.1', '5.10.1', '4.4.7', '4.2.2'].map(bounceOf)
  expect(said).toEqual(['unknown', 'unknown', 'full', 'other', 'other', 'other', 'late', 'late'])
})
