export type { ClockMode } from "./clock/clock-speed.ts";
export type { SimulatedClock } from "./clock/simulated-clock.ts";
export type { EventFaultAction, Fault, FaultAction, FaultMatch, FaultPlan, RequestFaultAction } from "./faults.ts";
export type { SimulatedRequest } from "./request-log.ts";
export type { Simulator } from "./simulator.ts";
export { startSimulator } from "./simulator.ts";
export type { SimulatorOption, SimulatorOptionKind, SimulatorOptions } from "./simulator-options.ts";
export { parseSimulatorOptions, SIMULATOR_OPTIONS } from "./simulator-options.ts";
export type { TrueConversation, Truth } from "./truth.ts";
