import CallModel

/// Gives the caller to somebody else: accepted at once, the outcome comes as an event.
enum TransferToParticipant {
    @Sendable static func handle(
        _ core: inout EmulatorCore, _ request: OperationRequest
    ) throws(ServiceError) -> ServiceResponse {
        let body = request.body
        let target = try body.requiredIdentifier("targetParticipant")
        let transferee = try body.identifier("transferee")
        let context = try body.string("operationContext")
        let callback = try body.callbackAddress(
            "operationCallbackUri", allowHTTP: core.configuration.allowHTTPCallbacks)
        // Taken and ignored: the target sees the transferee's number (protocol reference, section 11).
        _ = try body.phone("sourceCallerIdNumber")
        if try request.call(core).state == .transferring {
            throw ServiceError(status: 409, code: "8607", message: "A transfer of this call is running already.")
        }
        let call = try request.establishedCall(core)
        if let transferee, transferee != call.caller { throw .notFound("Participant \(transferee.rawID)") }
        if core.configuration.ownedNumbers.contains(target.spoken) {
            throw ServiceError(
                status: 501, code: "8520",
                message: "The emulator does not emulate a transfer to a number of its own resource yet.")
        }
        core.startTransfer(call.id, to: target, context: context, callback: callback)
        return ServiceResponse(status: 202, body: ["operationContext": context.map(JSONValue.string)])
    }
}
