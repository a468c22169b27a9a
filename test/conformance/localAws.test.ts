import { describeConformance } from './describeConformance';
import { startLocalAwsTarget } from './localAwsTarget';

describeConformance('the local AWS', {}, startLocalAwsTarget);
