import { regionOf } from '../../aws/clients.ts';
import type { ConnectionSetup } from '../facts.ts';
import { type Finding, failed, fine, skipped, text, warning } from '../finding.ts';

/** Where Amazon IVS Real-Time has a control plane (AWS General Reference, endpoints and quotas). */
const KNOWN_REGIONS = [
  'us-east-1',
  'us-west-2',
  'eu-west-1',
  'eu-central-1',
  'ap-south-1',
  'ap-northeast-1',
  'ap-northeast-2',
];

export async function checkRegion({ kind, region, stageArn }: ConnectionSetup): Promise<Finding> {
  const ofStage = stageArn === null ? null : regionOf(stageArn);
  if (kind === 'local') {
    return skipped(text('本機舞台沒有區域之分', 'The local stage has no regions'));
  }
  if (region === null) {
    return failed(
      text('沒有設定區域', 'No region is set'),
      text('請設定舞台 ARN（--stage）或區域（--region）', 'Set a stage ARN (--stage) or a region (--region)'),
    );
  }
  const details = { region, ...(ofStage !== null && { stageRegion: ofStage }) };
  if (ofStage !== null && ofStage !== region) {
    return warning(
      text(
        '區域設定是 {region}，但舞台在 {ofStage}；會使用舞台的區域',
        'The region is set to {region}, but the stage is in {ofStage}: the stage’s own region is asked',
        {
          region,
          ofStage,
        },
      ),
      text(
        '如果這不是您要的，請移除區域設定（AWS_REGION 或 --region），或檢查舞台 ARN',
        'If that is not meant, remove the region setting (AWS_REGION or --region) or check the stage ARN',
        { ofStage },
      ),
      details,
    );
  }
  if (!KNOWN_REGIONS.includes(region)) {
    return warning(
      text(
        '{region} 不在已知的 IVS Real-Time 區域之中',
        '{region} is none of the regions of IVS Real-Time known here',
        {
          region,
        },
      ),
      text(
        '如果其他檢查都通過，可以忽略；否則請檢查舞台 ARN',
        'Ignore this if all else is fine; else check the stage ARN',
      ),
      details,
    );
  }
  return fine(text('{region}，與舞台相符', '{region}, as the stage', { region }), details);
}
