import CallModel
import Crypto
import Foundation

/// What a slice may read beside its input and its world: settings of the node, taken once per generation.
public struct FlowEnvironment: Sendable, Equatable {
    /// The values behind `config.NAME`.
    public var config: [String: String]
    /// The AI resource for flows that name none.
    public var aiResource: String?
    /// The caller ID for flows that name none; E.164.
    public var callerID: String?
    /// The resource's numbers and those of direct routing, E.164; empty when they are not known here.
    public var ownedNumbers: [String]
    /// Calls to phones that one caller ID may have at a time; more wait in a queue. The service's own default is 2.
    public var outboundCallsPerNumber: Int
    /// The version of the service's interface that requests ask for.
    public var apiVersion: String
    /// How much each session may use.
    public var limits: FlowLimits

    /// The settings of a node.
    public init(
        config: [String: String] = [:], aiResource: String? = nil, callerID: String? = nil,
        ownedNumbers: [String] = [], outboundCallsPerNumber: Int = 2, apiVersion: String = ServiceVersion.newest,
        limits: FlowLimits = FlowLimits()
    ) {
        self.config = config
        self.aiResource = aiResource
        self.callerID = callerID
        self.ownedNumbers = ownedNumbers
        self.outboundCallsPerNumber = outboundCallsPerNumber
        self.apiVersion = apiVersion
        self.limits = limits
    }

    /// Hexadecimal SHA-256 over everything above.
    public var hash: String {
        // Lengths go before the values, so that no value can pass for another setting.
        var text = "ai=\((aiResource ?? "").utf8.count) \(aiResource ?? "")\n"
        text += "caller=\((callerID ?? "").utf8.count) \(callerID ?? "")\n"
        text += "owned=\(ownedNumbers.sorted().joined(separator: " "))\noutbound=\(outboundCallsPerNumber)\n"
        text += "api=\(apiVersion.utf8.count) \(apiVersion)\n"
        for (name, value) in config.sorted(by: { $0.key < $1.key }) {
            text += "\(name.utf8.count) \(name)=\(value.utf8.count) \(value)\n"
        }
        for setting in FlowLimits.settings { text += "limit \(setting.name)=\(setting.value(in: limits))\n" }
        return ContentHash.hex(Array(text.utf8))
    }
}

/// SHA-256 as the names of generations and environments use it.
enum ContentHash {
    static func hex(_ bytes: [UInt8]) -> String {
        SHA256.hash(data: bytes).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
