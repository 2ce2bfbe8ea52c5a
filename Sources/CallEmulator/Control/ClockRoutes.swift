import CallModel

/// The clock that whoever tests can hold and move.
extension CallEmulator {
    func getClock() -> ServiceResponse { ServiceResponse(status: 200, body: clockView.json) }

    func putClock(_ request: ControlRequest) throws(ControlError) -> ServiceResponse {
        try request.allow(["held", "now"])
        let isHeld = try request.member("held", "a boolean", \.boolValue) ?? true
        if isHeld {
            try holdClock(at: try time("now", request) ?? time())
        } else {
            guard request.body["now"] == nil else {
                throw ControlError(status: 400, message: "a clock that runs shows the system's time; leave 'now' out")
            }
            releaseClock()
        }
        return getClock()
    }

    func reset(_ request: ControlRequest) throws(ControlError) -> ServiceResponse {
        try request.allow(["now"])
        guard let start = try time("now", request) else {
            reset()
            return ServiceResponse(status: 204)
        }
        reset(holdingAt: start)
        return getClock()
    }

    private func time(_ name: String, _ request: ControlRequest) throws(ControlError) -> Double? {
        // Up to the year 9999: later times have no form that the service writes.
        try request.member(name, "seconds since 1970, before the year 10000") { json in
            json.doubleValue.flatMap { (0..<253_402_300_800).contains($0) ? $0 : nil }
        }
    }
}

extension ClockView {
    /// The form of the control API.
    public var json: JSONValue {
        [
            "now": .number(now), "held": .bool(isHeld), "next": next.map(JSONValue.number),
            "under_way": .integer(Int64(underWay)), "parked": .integer(Int64(parked)), "busy": .integer(Int64(busy)),
        ]
    }

    /// Reads that form; nil when it is none.
    public init?(json: JSONValue) {
        guard let now = json["now"]?.doubleValue, let isHeld = json["held"]?.boolValue,
            let underWay = json["under_way"]?.intValue, let parked = json["parked"]?.intValue,
            let busy = json["busy"]?.intValue
        else { return nil }
        (self.now, self.isHeld, next) = (now, isHeld, json["next"]?.doubleValue)
        (self.underWay, self.parked, self.busy) = (underWay, parked, busy)
    }
}
