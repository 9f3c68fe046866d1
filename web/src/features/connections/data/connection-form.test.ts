import { describe, expect, test } from 'vitest';
import { connectionForm } from './connection-form.ts';

const shop = { label: 'Shop', url: 'https://shop.example.com', consumerKey: '', consumerSecret: '' };
const stored = { url: 'https://shop.example.com' };
const keys = { consumerKey: 'ck_1', consumerSecret: 'cs_1' };

const wrongFields = (schema: ReturnType<typeof connectionForm>, input: typeof shop) =>
  (schema.safeParse(input).error?.issues ?? []).map(({ path }) => path.join('.'));

describe('the form of a shop', () => {
  test('a new one without keys -> both are missing', () => {
    expect(wrongFields(connectionForm(null), shop)).toEqual(['consumerKey', 'consumerSecret']);
  });
  test('a new one with keys -> they are sent', () => {
    expect(connectionForm(null).parse({ ...shop, ...keys }).keys).toEqual(keys);
  });
  test('one that is there, without keys -> those that are there stay', () => {
    expect(connectionForm(stored).parse({ ...shop, label: 'Other' }).keys).toBeNull();
    expect(connectionForm(stored).parse({ ...shop, url: `${shop.url}/wp` }).keys).toBeNull();
  });
  test('half of the keys -> the other half is missing', () => {
    expect(wrongFields(connectionForm(stored), { ...shop, consumerKey: 'ck_1' })).toEqual(['consumerSecret']);
  });
  test('another host -> the keys have to be given again', () => {
    const moved = { ...shop, url: 'https://other.example.com' };
    expect(wrongFields(connectionForm(stored), moved)).toEqual(['consumerKey', 'consumerSecret']);
  });
  test('another port or scheme of the same host -> too', () => {
    expect(wrongFields(connectionForm(stored), { ...shop, url: 'http://shop.example.com' })).toHaveLength(2);
    expect(wrongFields(connectionForm(stored), { ...shop, url: `${shop.url}:8443` })).toHaveLength(2);
  });
});
