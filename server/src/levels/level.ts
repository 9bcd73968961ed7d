/** The five levels on which a server is scaled. */
export type ScalingLevel = 'process' | 'thread' | 'async' | 'horizontal' | 'vertical';
