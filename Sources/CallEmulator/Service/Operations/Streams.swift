import CallAutomation
import CallModel

/// Begins and ends what was set up at create, answer or connect (protocol reference, 12.4).
enum Streams {
    @Sendable static func startTranscription(
        _ core: inout EmulatorCore, _ request: OperationRequest
    ) throws(ServiceError) -> ServiceResponse {
        let (leg, command) = try parts(.transcription, core, request)
        if let locale = try locale(request) { core.legs[leg.id]?.transcription?.locale = locale }
        core.startStream(.transcription, of: leg.id, command)
        return ServiceResponse(status: 202)
    }

    @Sendable static func stopTranscription(
        _ core: inout EmulatorCore, _ request: OperationRequest
    ) throws(ServiceError) -> ServiceResponse {
        let (leg, command) = try parts(.transcription, core, request)
        core.stopStream(.transcription, of: leg.id, command)
        return ServiceResponse(status: 202)
    }

    @Sendable static func updateTranscription(
        _ core: inout EmulatorCore, _ request: OperationRequest
    ) throws(ServiceError) -> ServiceResponse {
        let leg = try request.establishedLeg(core)
        if leg.origin == .connected {
            throw ServiceError(
                status: 405, code: "8520",
                message: "UpdateTranscription is not supported for calls that were connected to.")
        }
        guard let locale = try locale(request) else { throw request.body.missing("locale") }
        let command = try parts(.transcription, core, request).command
        core.updateTranscription(of: leg.id, locale: locale, command)
        return ServiceResponse(status: 202)
    }

    @Sendable static func startMediaStreaming(
        _ core: inout EmulatorCore, _ request: OperationRequest
    ) throws(ServiceError) -> ServiceResponse {
        let (leg, command) = try parts(.media, core, request)
        core.startStream(.media, of: leg.id, command)
        return ServiceResponse(status: 202)
    }

    @Sendable static func stopMediaStreaming(
        _ core: inout EmulatorCore, _ request: OperationRequest
    ) throws(ServiceError) -> ServiceResponse {
        let (leg, command) = try parts(.media, core, request)
        core.stopStream(.media, of: leg.id, command)
        return ServiceResponse(status: 202)
    }

    private static func parts(
        _ kind: StreamKind, _ core: EmulatorCore, _ request: OperationRequest
    ) throws(ServiceError) -> (leg: CallLeg, command: LegStream.Command) {
        let settings = try ActionSettings(request, core)
        let leg = try request.establishedLeg(core)
        guard leg[kind] != nil else {
            throw ServiceError(
                status: 405, code: "8522",
                message: "The \(kind.words) of this call was not set up when it was created, answered or connected to.")
        }
        return (leg, LegStream.Command(context: settings.context, callback: settings.callback))
    }

    /// A language with its region.
    private static func locale(_ request: OperationRequest) throws(ServiceError) -> String? {
        guard let locale = try request.body.string("locale") else { return nil }
        guard locale.split(separator: "-", omittingEmptySubsequences: false).filter({ !$0.isEmpty }).count >= 2 else {
            throw request.body.invalid("locale", "must name a language with its region, such as en-US")
        }
        return locale
    }
}
