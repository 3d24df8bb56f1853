/** The tokens' figures: what signing costs beyond the signature, and asking AWS beyond AWS's answer (docs/quality.md, "Speed"). */

import type { Bench } from './support/figures.ts';
import { awsPath } from './tokens/aws-path.ts';
import { signing } from './tokens/signing.ts';

export const figures: Bench = async (tell) => ({ ...(await signing(tell)), ...(await awsPath(tell)) });
