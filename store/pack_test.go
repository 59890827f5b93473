package store_test

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"secretary/store"
)

// records are one of each kind that is packed.
func records() []any {
	return []any{&store.Row{}, &store.Message{}, &store.Fan{}, &store.Draft{}, &store.Outgoing{}, &store.Decision{}, &store.Stats{}, &store.Pair{}}
}

// fill sets every field of a struct, also inside it, to something random.
func fill(v reflect.Value, r *rand.Rand) {
	switch {
	case v.Type() == reflect.TypeFor[time.Time]():
		t := time.Unix(r.Int64N(1<<33)-1<<30, 0).UTC()
		if r.IntN(2) == 0 {
			t = t.Add(time.Duration(1 + r.IntN(999_999_999)))
		}
		v.Set(reflect.ValueOf(t))
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), r)
		}
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Uint8:
		v.SetBytes([]byte("{\"update_id\":1}\x00"))
	case v.Kind() == reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 3, 3))
		for i := range 3 {
			fill(v.Index(i), r)
		}
	case v.Kind() == reflect.String:
		v.SetString([]string{"fan", "", "en", "somebody else's word", "ends in zero\x00", strings.Repeat("é", 200)}[r.IntN(6)])
	case v.CanInt():
		v.SetInt(r.Int64() - r.Int64())
	case v.CanUint():
		v.SetUint(r.Uint64())
	case v.CanFloat():
		v.SetFloat(r.Float64())
	case v.Kind() == reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), r)
	case v.Kind() == reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		for _, key := range []string{"message", "a kind of tomorrow"} {
			value := reflect.New(v.Type().Elem()).Elem()
			fill(value, r)
			v.SetMapIndex(reflect.ValueOf(key), value)
		}
	case v.Kind() == reflect.Bool:
		v.SetBool(r.IntN(2) == 0)
	default:
		panic("no way to fill a " + v.Type().String())
	}
}

// A field that is added to a record and not packed would be lost in silence.
func TestEveryFieldOfAPackedRecordIsKept(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 500 {
		for _, value := range records() {
			fill(reflect.ValueOf(value).Elem(), r)
			back := reflect.New(reflect.TypeOf(value).Elem()).Interface()
			if err := store.Decode(store.Encode(value), back); err != nil || !reflect.DeepEqual(value, back) {
				t.Fatalf("%+v became %+v (%v)", value, back, err)
			}
		}
	}
}

func TestEachFieldAloneIsKept(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for _, record := range records() {
		empty := reflect.ValueOf(record).Elem().Interface()
		for i := range reflect.TypeOf(empty).NumField() {
			value := reflect.New(reflect.TypeOf(empty))
			for value.Elem().IsZero() {
				fill(value.Elem().Field(i), r)
			}
			back := reflect.New(reflect.TypeOf(empty)).Interface()
			if err := store.Decode(store.Encode(value.Interface()), back); err != nil || !reflect.DeepEqual(value.Interface(), back) {
				t.Errorf("%s became %+v (%v)", reflect.TypeOf(empty).Field(i).Name, back, err)
			}
		}
	}
}

// What was cut, or is no record at all, is an error or a record, never a panic.
func FuzzPackedRecord(f *testing.F) {
	f.Add(store.Encode(&store.Message{ID: 7, Author: store.AuthorFan, Kind: "text", Text: "hello", Versions: []string{"hallo"}}))
	f.Add(store.Encode(&store.Fan{Name: "Anna", Due: time.Unix(1, 2)}))
	f.Add(store.Encode(&store.Draft{ID: 7, State: store.StateOpen, Messages: []int64{1, 2}, Why: []string{"mode"}, Confidence: 0.8}))
	f.Add([]byte{1, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255})
	f.Fuzz(func(t *testing.T, plain []byte) {
		for _, value := range records() {
			_ = store.Decode(plain, value)
		}
	})
}

// The words are numbered by their place: a file from today is read by it.
func TestTheListOfWordsIsAppendOnly(t *testing.T) {
	const begin = "fan hand bot away other text photo voice video video_note sticker animation audio document disclosure automatic " +
		"business_message edited_business_message deleted_business_messages business_connection message callback_query " +
		"en de es fr it pt pt-br ru uk pl nl tr auto earn approve off " +
		"drafting open holding queued unknown sent edited skipped stale expired failed sending stopped " +
		"send own again skip stop deleted reworded arrived resend wrote answered connection right " +
		"window working no_right paused mode delayed unsettled disclosed late daily"
	if got := strings.Join(store.Words, " "); !strings.HasPrefix(got, begin) {
		t.Errorf("the words begin anew: %s", got)
	}
}
