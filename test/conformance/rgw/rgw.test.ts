import { shortSessions } from '../cases/sessions';
import { describeConformance } from '../describeConformance';
import { RGW_LACKS, startRgwTarget } from './target';

describeConformance('Ceph RGW', RGW_LACKS, startRgwTarget, { 'sessions of seconds': shortSessions });
