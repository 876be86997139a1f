export declare const NODE_FLAGS: readonly string[];
export declare const LASTING: readonly string[];
