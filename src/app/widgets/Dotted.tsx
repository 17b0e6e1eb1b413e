/** A dotted name such as `min.insync.replicas`, which may break after its dots and nowhere else. */
import { Fragment } from 'react';

export function Dotted({ name }: { readonly name: string }) {
  return name.split('.').map((part, index, parts) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of a name have no other identity
    <Fragment key={index}>
      {part}
      {index < parts.length - 1 ? '.' : null}
      {index < parts.length - 1 ? <wbr /> : null}
    </Fragment>
  ));
}
