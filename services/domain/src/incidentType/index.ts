export {
  incidentTypeDecider, isOffered, type IncidentType, type IncidentTypeCommand, type WrittenIncidentType,
} from "./incidentTypeDecider.ts";
