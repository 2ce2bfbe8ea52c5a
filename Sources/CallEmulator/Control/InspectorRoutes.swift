import CallModel

/// What went over the wire, and what goes wrong on purpose.
extension CallEmulator {
    func listRequests(_ request: ControlRequest) throws(ControlError) -> ServiceResponse {
        ServiceResponse(status: 200, body: ["requests": .array(core.requests.json(limit: try limit(request)))])
    }

    func listDeliveries(_ request: ControlRequest) throws(ControlError) -> ServiceResponse {
        ServiceResponse(
            status: 200,
            body: [
                "open": .integer(Int64(machine.open)), "deliveries": .array(machine.json(limit: try limit(request))),
            ])
    }

    func redeliver(_ request: ControlRequest) throws(ControlError) -> ServiceResponse {
        guard let id = Int(request.name) else {
            throw ControlError(status: 404, message: "there is no delivery \(request.name); ids are whole numbers")
        }
        let copy = try machine.redeliver(id, at: time())
        settle()
        return ServiceResponse(status: 202, body: ["id": .integer(Int64(copy))])
    }

    func getFaults() -> ServiceResponse {
        ServiceResponse(
            status: 200,
            body: ["seed": .integer(Int64(clamping: core.faults.seed)), "faults": core.faults.settings.json])
    }

    func putFaults(_ request: ControlRequest) throws(ControlError) -> ServiceResponse {
        try request.allow(["faults", "seed"])
        guard let faults = request.body["faults"] else {
            throw ControlError(status: 400, message: "faults is required, such as {\"faults\": {\"duplicate\": 0.1}}")
        }
        let seed = try request.member("seed", "a whole number from 0") { json in
            json.intValue.flatMap { UInt64(exactly: $0) }
        }
        setFaults(try FaultSettings(json: faults), seed: seed ?? core.faults.seed)
        return getFaults()
    }

    private func limit(_ request: ControlRequest) throws(ControlError) -> Int {
        Int(min(try request.number("limit") ?? 100, 1_000))
    }
}
