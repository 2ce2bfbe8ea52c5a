import CallModel

/// Takes an offer. The state in the response is `unknown`; CallConnected follows (protocol reference, section 6).
enum AnswerCall {
    @Sendable static func handle(
        _ core: inout EmulatorCore, _ request: OperationRequest
    ) throws(ServiceError) -> ServiceResponse {
        let body = request.body
        let token = try body.requiredString("incomingCallContext")
        let settings = try LegSettings(request, core)
        let answeredBy = try body.object("answeredBy")?.requiredString("id")
        let id = core.makeID()
        func leg(_ call: Call, _ target: CommunicationIdentifier, _ caller: CommunicationIdentifier) -> CallLeg {
            var leg = CallLeg(
                id: id, callID: call.id, origin: .answered, identity: target, callbackURI: settings.callbackURI,
                operationContext: settings.operationContext, apiVersion: request.apiVersion,
                hasAIResource: settings.hasAIResource)
            settings.streams.apply(to: &leg)
            leg.isListed = target.phoneNumber == nil
            leg.targets = [target]
            leg.source = caller
            leg.callerNumber = caller.phoneNumber
            leg.displayName = call.displayName
            leg.answeredBy = answeredBy
            return leg
        }
        if case .redirected(let call) = core.offers[token], let call = core.calls[call] {
            let ghost = leg(call, call.callee ?? call.caller, call.caller)
            return ServiceResponse(status: 200, body: core.properties(of: ghost, state: "unknown"))
        }
        guard let (callID, invitation) = core.offer(token), let call = core.calls[callID] else {
            throw .notFound("Incoming call")
        }
        let answered = leg(call, invitation.target, invitation.caller)
        core.answer(callID, invitation, answered)
        return ServiceResponse(status: 200, body: core.properties(of: answered, state: "unknown"))
    }
}
