import ipaddr from 'ipaddr.js';

/** Where addresses of the internet are; what lies outside of it was never given to anybody. */
const INTERNET = ipaddr.IPv6.parseCIDR('2000::/3');

/** Public by their number, but answered from inside of a cloud's own network. */
const INSIDE_OF_CLOUDS = [ipaddr.IPv4.parseCIDR('168.63.129.16/32')];

/** An IP address as a socket writes it; null: it is none, or one in a form that nobody should use. */
function parsed(address: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) return ipaddr.IPv4.parse(address);
  return ipaddr.IPv6.isValid(address) ? ipaddr.IPv6.parse(address) : null;
}

/**
 * Whether an address is one of the public internet: no private, local, shared, reserved or multicast one, nor an IPv6
 * address that stands for an IPv4 one, whichever that is.
 */
export function isPublic(address: string): boolean {
  const ip = parsed(address);
  if (!ip || ip.range() !== 'unicast') return false;
  if (ip instanceof ipaddr.IPv6) return ip.match(INTERNET);
  return !INSIDE_OF_CLOUDS.some((range) => ip.match(range));
}

/** Whether an address is this machine's own: 127.0.0.0/8 or ::1. */
export const isLoopback = (address: string): boolean => parsed(address)?.range() === 'loopback';
