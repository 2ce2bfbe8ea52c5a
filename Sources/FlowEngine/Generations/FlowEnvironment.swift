import CallModel
import Crypto

/// What a slice may read beside its input and its world: settings of the node. A session keeps those it began with.
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
    /// What flows may ask of the web.
    public var web = FlowWebRules()

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

    /// Hexadecimal SHA-256 of `encoded`.
    public var hash: String { Self.hash(of: encoded) }

    /// The name of an environment that is kept as these bytes.
    public static func hash(of encoded: [UInt8]) -> String { ContentHash.hex(encoded) }
}

/// SHA-256 as the names of generations and environments use it.
enum ContentHash {
    static func hex(_ bytes: [UInt8]) -> String { hex(SHA256.hash(data: bytes)) }

    static func hex(_ digest: SHA256.Digest) -> String {
        digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
