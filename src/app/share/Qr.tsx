/** A QR code as one path; always dark on white, whatever the theme, because cameras want that. */
import { useMemo } from 'react';
import { encode } from 'uqr';

export function Qr({ text, label, className }: { readonly text: string; readonly label: string; readonly className?: string }) {
  const { size, data } = useMemo(() => encode(text, { ecc: 'M', border: 3 }), [text]);
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return (
    <svg className={className} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges" style={{ forcedColorAdjust: 'none' }}>
      <rect width={size} height={size} fill="#ffffff" />
      <path d={path} fill="#16202e" />
    </svg>
  );
}
