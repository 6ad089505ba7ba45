import { deployDecider, deployStatusOf, laneDecider, serviceDecider, type Deploy, type Lane } from "@ballast/domain";
import { commandIdOf, handleCommand, ids, payloadHash } from "@ballast/eventlog";
import type { Decider } from "@ballast/domain";
import type { Actor, Artifact, BallastEvent, Category, DeployPlan, Thresholds } from "@ballast/schema";
import { foldRecord } from "@ballast/workflows";
