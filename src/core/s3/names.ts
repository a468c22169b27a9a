export { visibleName, visibleText } from '../texts/visible';
