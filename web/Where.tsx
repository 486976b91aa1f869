// A place as it is known. What is known only to an area is shown as the area, never as a point.

import type { Place } from '@sulh/mechanism';
import { useWords } from './i18n.tsx';
import { useNames } from './names.tsx';

export function useWhere(): (place: Place) => string {
  const words = useWords();
  const names = useNames();
  return (place) => {
    const named = place.name ? words.of(place.name) : place.ref ? names.place(place.ref) : '';
    const area = place.area ? words.of(place.area.name) : '';
    return (
      [named, area].filter((one, i, all) => one && all.indexOf(one) === i).join(words.t('comma')) ||
      words.t('place.point')
    );
  };
}

export function Where({ place, detail }: { place: Place; detail?: boolean }) {
  const words = useWords();
  const where = useWhere();
  const point = place.point;
  return (
    <span className="where">
      <bdi>{where(place)}</bdi>
      {!point && place.area && (
        <span className="muted"> — {words.t('place.area-only', { level: words.t(`level.${place.area.level}`) })}</span>
      )}
      {detail && point && (
        <>
          {' '}
          <bdi dir="ltr" className="id">
            {point.lat.toFixed(3)}° {point.lon.toFixed(3)}°
          </bdi>
          {point.radiusKm > 0 && (
            <span className="muted"> {words.t('place.radius', { km: words.n(point.radiusKm) })}</span>
          )}
        </>
      )}
      {detail && <span className="muted"> — {words.t(`known.${place.known}`)}</span>}
    </span>
  );
}
