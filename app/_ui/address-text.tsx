import { Fragment } from 'react';

/** An address that breaks behind its slashes where it must; whoever copies it copies it as it is. */
export function AddressText({ address }: { address: string }) {
  const parts = [...address.matchAll(/.+?(?:\/(?=[^/])|$)/g)];
  return parts.map(({ 0: part, index }) => (
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}
