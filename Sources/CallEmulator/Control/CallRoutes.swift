import CallModel

extension CallEmulator {
    func listCalls() throws(ControlError) -> ServiceResponse {
        ServiceResponse(status: 200, body: ["calls": .array(try read { $0.callsJSON })])
    }

    func getCall(_ request: ControlRequest) throws(ControlError) -> ServiceResponse {
        ServiceResponse(status: 200, body: try read { core throws(ControlError) in try core.callJSON(request.name) })
    }

    func getTimeline(_ request: ControlRequest) async throws(ControlError) -> ServiceResponse {
        let after = Int(min(try request.number("after") ?? 0, 1_000_000_000))
        let page = try await timeline(of: request.name, after: after, wait: try request.number("wait") ?? 0)
        return ServiceResponse(
            status: 200, body: ["entries": .array(page.entries.map(\.json)), "ended": .bool(page.ended)])
    }

    func getStreams(_ request: ControlRequest) throws(ControlError) -> ServiceResponse {
        ServiceResponse(
            status: 200, body: ["streams": .array(try streams(ofCall: request.name).map(\.json))])
    }

    func listSubscriptions() -> ServiceResponse {
        ServiceResponse(status: 200, body: ["subscriptions": .array(subscriptions.all.map(\.json))])
    }

    func postSubscription(_ request: ControlRequest) async throws(ControlError) -> ServiceResponse {
        try request.allow(["endpoint", "schema"])
        let endpoint = try request.requiredString("endpoint")
        guard endpoint.hasPrefix("http://") || endpoint.hasPrefix("https://") else {
            throw ControlError(status: 400, message: "endpoint must be an absolute http or https address")
        }
        let schema =
            try request.member("schema", "EventGridEvent or CloudEvents") { json in
                GridSubscription.Schema.allCases.first { $0.rawValue == json.stringValue }
            } ?? .eventGrid
        let status = await subscribe(GridSubscription(endpoint: endpoint, schema: schema))
        return ServiceResponse(status: 201, body: status?.json)
    }

    func validateSubscription(_ request: ControlRequest) throws(ControlError) -> ServiceResponse {
        guard subscriptions.validate(code: request.query("code") ?? "") else {
            throw ControlError(status: 404, message: "no subscription has this validation code")
        }
        return ServiceResponse(status: 200, body: ["validated": true])
    }
}

extension SubscriptionStatus {
    var json: JSONValue {
        [
            "id": .integer(Int64(id)), "endpoint": .string(subscription.endpoint),
            "schema": .string(subscription.schema.rawValue), "validated": .bool(isValidated),
            "problem": problem.map(JSONValue.string),
        ]
    }
}
