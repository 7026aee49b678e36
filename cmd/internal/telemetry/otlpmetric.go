package telemetry

import (
	"context"
	"strconv"

	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
)

// metricExporter implements sdkmetric.Exporter.
type metricExporter struct{ *client }

type jsonMetrics struct {
	ResourceMetrics []jsonResourceMetrics `json:"resourceMetrics"`
}

type jsonResourceMetrics struct {
	Resource     jsonResource       `json:"resource"`
	ScopeMetrics []jsonScopeMetrics `json:"scopeMetrics"`
}

type jsonScopeMetrics struct {
	Scope   jsonScope    `json:"scope"`
	Metrics []jsonMetric `json:"metrics"`
}

type jsonMetric struct {
	Name        string         `json:"name"`
	Description string         `json:"description,omitempty"`
	Unit        string         `json:"unit,omitempty"`
	Sum         *jsonSum       `json:"sum,omitempty"`
	Gauge       *jsonGauge     `json:"gauge,omitempty"`
	Histogram   *jsonHistogram `json:"histogram,omitempty"`
}

// cumulative is AGGREGATION_TEMPORALITY_CUMULATIVE.
const cumulative = 2

type jsonSum struct {
	Points      []jsonPoint `json:"dataPoints"`
	Temporality int         `json:"aggregationTemporality"`
	Monotonic   bool        `json:"isMonotonic"`
}

type jsonGauge struct {
	Points []jsonPoint `json:"dataPoints"`
}

type jsonPoint struct {
	Attributes []keyValue `json:"attributes"`
	Start      string     `json:"startTimeUnixNano"`
	Time       string     `json:"timeUnixNano"`
	Int        string     `json:"asInt"`
}

type jsonHistogram struct {
	Points      []jsonBuckets `json:"dataPoints"`
	Temporality int           `json:"aggregationTemporality"`
}

type jsonBuckets struct {
	Attributes []keyValue `json:"attributes"`
	Start      string     `json:"startTimeUnixNano"`
	Time       string     `json:"timeUnixNano"`
	Count      string     `json:"count"`
	Sum        float64    `json:"sum"`
	Counts     []string   `json:"bucketCounts"`
	Bounds     []float64  `json:"explicitBounds"`
}

// Export implements sdkmetric.Exporter.
func (e metricExporter) Export(ctx context.Context, all *metricdata.ResourceMetrics) error {
	if len(all.ScopeMetrics) == 0 {
		return nil
	}
	out := jsonResourceMetrics{Resource: resourceOf(all.Resource)}
	for _, s := range all.ScopeMetrics {
		scoped := jsonScopeMetrics{Scope: scopeOf(s.Scope)}
		for _, m := range s.Metrics {
			scoped.Metrics = append(scoped.Metrics, metricOf(m))
		}
		out.ScopeMetrics = append(out.ScopeMetrics, scoped)
	}
	return e.post(ctx, "/v1/metrics", jsonMetrics{[]jsonResourceMetrics{out}})
}

// metricOf writes the kinds of metrics that this package has.
func metricOf(m metricdata.Metrics) jsonMetric {
	j := jsonMetric{Name: m.Name, Description: m.Description, Unit: m.Unit}
	switch d := m.Data.(type) {
	case metricdata.Sum[int64]:
		j.Sum = &jsonSum{Points: points(d.DataPoints), Temporality: cumulative, Monotonic: d.IsMonotonic}
	case metricdata.Gauge[int64]:
		j.Gauge = &jsonGauge{Points: points(d.DataPoints)}
	case metricdata.Histogram[float64]:
		j.Histogram = &jsonHistogram{Points: buckets(d.DataPoints), Temporality: cumulative}
	}
	return j
}

func points(list []metricdata.DataPoint[int64]) []jsonPoint {
	out := make([]jsonPoint, len(list))
	for i, p := range list {
		out[i] = jsonPoint{keyValues(p.Attributes.ToSlice()), nanos(p.StartTime), nanos(p.Time), strconv.FormatInt(p.Value, 10)}
	}
	return out
}

func buckets(list []metricdata.HistogramDataPoint[float64]) []jsonBuckets {
	out := make([]jsonBuckets, len(list))
	for i, p := range list {
		counts := make([]string, len(p.BucketCounts))
		for k, n := range p.BucketCounts {
			counts[k] = strconv.FormatUint(n, 10)
		}
		out[i] = jsonBuckets{keyValues(p.Attributes.ToSlice()), nanos(p.StartTime), nanos(p.Time), strconv.FormatUint(p.Count, 10), p.Sum, counts, p.Bounds}
	}
	return out
}

// Temporality implements sdkmetric.Exporter.
func (metricExporter) Temporality(sdkmetric.InstrumentKind) metricdata.Temporality {
	return metricdata.CumulativeTemporality
}

// Aggregation implements sdkmetric.Exporter.
func (metricExporter) Aggregation(k sdkmetric.InstrumentKind) sdkmetric.Aggregation {
	return sdkmetric.DefaultAggregationSelector(k)
}

// ForceFlush implements sdkmetric.Exporter; every Export is complete when it returns.
func (metricExporter) ForceFlush(context.Context) error { return nil }

// Shutdown implements sdkmetric.Exporter.
func (metricExporter) Shutdown(context.Context) error { return nil }
