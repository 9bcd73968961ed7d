import { refuse } from '../say.ts';
import type { Check } from './check.ts';

/** `types { TYPE EXTENSION …; }`: nothing in it is refused but a block (`ngx_http_core_type`). */
export const typesCheck: Check = {
  open: () => ({
    raw: {
      includes: true,
      take: (call) => {
        if (call.name !== 'include' || call.args.length === 1) return;
        const said = 'invalid number of arguments in "include" directive';
        refuse(call, { code: 'nginx/wrong-argument-count', said });
      },
    },
  }),
};
