import CallModel

/// The number that a called phone sees (protocol reference, section 11).
enum CallerID {
    /// Reads `sourceCallerIdNumber`; it must be there when a phone number is among the targets, and be the resource's.
    static func read(
        _ body: Fields, for targets: [CommunicationIdentifier], _ core: EmulatorCore
    ) throws(ServiceError) -> String? {
        let number = try body.phone("sourceCallerIdNumber")
        let phones = targets.filter { $0.phoneNumber != nil }.count
        guard phones > 0 else { return number }
        guard let number else { throw .invalid("sourceCallerIdNumber", "is required when a phone number is called") }
        let owned = core.configuration.ownedNumbers
        guard owned.isEmpty || owned.contains(number) else {
            throw ServiceError(
                status: 403, code: "7504", message: "The number \(number) does not belong to this resource.")
        }
        if let limit = core.configuration.concurrentOutboundCallsPerNumber,
            core.outboundCalls(from: number) + phones > limit
        {
            throw ServiceError(
                status: 429, code: "8516",
                message: "The number \(number) has \(core.outboundCalls(from: number)) outbound calls; the limit is "
                    + "\(limit).", retryAfter: 1)
        }
        return number
    }
}
